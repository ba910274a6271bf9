import type { BridgeAnswer, BridgeInput, BridgeMethod } from '#protocol/bridge.ts';
import type { Desk } from './desk.ts';

/** Asks the engine as the page does; a refusal fails the test with its code. */
export async function ask<M extends BridgeMethod>(
  desk: Desk,
  method: M,
  input: BridgeInput<M>,
): Promise<BridgeAnswer<M>> {
  const reply = await desk.window.evaluate(
    async ([name, body]) => Object(globalThis).forecourt.engine[name](body),
    [method, input] as const,
  );
  if (!reply.ok) throw new Error(`${method} was refused: ${reply.code}`);
  return reply.value;
}

/** A hold on the first demonstration card, fuelling at that pump. */
export async function authorize(
  desk: Desk,
  pumpNumber: number,
): Promise<BridgeAnswer<'sale:authorize'>> {
  const context = await ask(desk, 'station:context', {});
  const typed = context.demoCards.find(({ pin }) => pin === null)?.pan ?? '';
  const { card } = await ask(desk, 'card:find', { typed });
  const sold = context.products.find(({ priceMinorPerLitre }) => priceMinorPerLitre !== null);
  return ask(desk, 'sale:authorize', {
    saleId: crypto.randomUUID(),
    cardId: card.cardId,
    productId: sold?.product.productId ?? '',
    pumpNumber,
    ask: { by: 'volume', volumeMl: 5_000 },
    pin: null,
  });
}
