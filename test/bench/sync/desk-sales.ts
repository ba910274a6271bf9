import { v7 as uuid } from 'uuid';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import { cardId, PRODUCT } from '../data/bulk-network.ts';
import type { Desk } from './desk.ts';

/** How many cards a desk of the bench sells on, one after the other. */
const CARDS_EACH = 20;
const PUMPS = 6;
/** So little that what lies here in leases is enough for all of them. */
const VOLUME_ML = 10;

/**
 * The cards of one desk. Each desk has its own: it goes and keeps its leases until they end, so
 * that on the same cards the third one finds nothing free, as it must be (I1).
 */
export function cardsOfDesk(number: number): readonly string[] {
  return Array.from({ length: CARDS_EACH }, (_, n) => cardId(number * CARDS_EACH + n));
}

/** Leases are given at the station that a card visits most: where it has bought before. */
export async function bringLeases(
  desk: Desk,
  { password, cards }: { password: string; cards: readonly string[] },
): Promise<void> {
  await desk.signIn('till', password);
  for (let index = 0; index < cards.length; index += 1) await sell(desk, { cards, index });
  await desk.sync();
}

interface Fill {
  readonly cards: readonly string[];
  /** Which of many it is: they go over cards and pumps in turn. */
  readonly index: number;
}

/** A fill that is asked for and taken. */
export async function sell(desk: Desk, fill: Fill): Promise<void> {
  const { saleId } = await authorize(desk, fill);
  await desk.ok('sale:capture', { saleId, volumeMl: VOLUME_ML });
}

/** A fill that is asked for. */
export async function authorize(
  desk: Desk,
  { cards, index }: Fill,
): Promise<BridgeAnswer<'sale:authorize'>['sale']> {
  const { sale } = await desk.ok('sale:authorize', {
    saleId: uuid(),
    cardId: cards[index % cards.length] ?? '',
    productId: PRODUCT,
    pumpNumber: 1 + (index % PUMPS),
    ask: { by: 'volume', volumeMl: VOLUME_ML },
    pin: null,
  });
  return sale;
}
