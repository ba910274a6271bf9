import type { Random } from '#backend/demo/random.ts';
import type { BridgeAnswer, BridgeInput } from '#protocol/bridge.ts';
import type { SimDesk } from '../world/desk.ts';
import { CARDS, PIN, PIN_CARD, pans, PRODUCTS } from '../world/trade.ts';
import type { World } from '../world/world.ts';
import { isOfAnother, signedIn } from './sign-in.ts';

type Fill = BridgeAnswer<'sale:authorize'>;

/** What people do at a workstation. */
export type DeskStep = (world: World, desk: SimDesk) => Promise<void>;

const PUMPS = 4;
const WRONG_PIN = '1937';

export async function sell(world: World, desk: SimDesk): Promise<void> {
  const { random } = world;
  const question = draw(world, desk);
  if (!(await signedIn(desk))) return;
  const answer = await desk.ask('sale:authorize', question);
  if (answer?.ok !== true) return;
  sawHold(world, desk, answer.value);
  if (!random.chance(0.1)) return;
  // A second click: the same answer, and nothing else happens.
  const again = await desk.ask('sale:authorize', question);
  if (again === null || isOfAnother(again)) return;
  const said = (one: Fill): string => `${one.sale.saleId} ${one.sale.holdVolumeMl}`;
  world.network.repeats.push({
    id: question.saleId,
    asked: 'sale:authorize',
    first: said(answer.value),
    again: again.ok ? said(again.value) : again.code,
  });
}

function draw(world: World, desk: SimDesk): BridgeInput<'sale:authorize'> {
  const { random } = world;
  const cardId = drawCard(world, desk);
  const wrong = random.chance(0.3);
  const absent = random.chance(0.05);
  const pin = wrong ? WRONG_PIN : PIN;
  return {
    saleId: world.newSaleId(),
    cardId,
    productId: random.pick(PRODUCTS),
    pumpNumber: random.integer(1, PUMPS),
    ask: drawAsk(random),
    pin: cardId === PIN_CARD && !absent ? pin : null,
  };
}

/** Drivers come back to where their card was sold: there are leases for it. */
function drawCard({ random }: World, { engine }: SimDesk): string {
  const leased = engine.core.journal.db
    .prepare<[], { card_id: string }>('SELECT card_id FROM card_grant ORDER BY card_id')
    .all();
  const known = leased[random.integer(0, Math.max(0, leased.length - 1))];
  return random.chance(0.3) ? random.pick(CARDS) : (known?.card_id ?? random.pick(CARDS));
}

function drawAsk(random: Random): BridgeInput<'sale:authorize'>['ask'] {
  const kind = random.weighted([7, 2, 1, 1]);
  if (kind === 0) return { by: 'volume', volumeMl: random.integer(1, 40) * 500 };
  if (kind === 1) return { by: 'money', amountMinor: random.integer(10, 200) * 1000 };
  if (kind === 2) return { by: 'full' };
  return { by: 'volume', volumeMl: random.integer(41, 90) * 1000 };
}

/** An operator was told that a fill may begin. */
export function sawHold(world: World, desk: SimDesk, { sale }: Fill): void {
  const { name: deskId, engine } = desk;
  const { saleId, mode, holdVolumeMl: volumeMl, holdAmountMinor: amountMinor } = sale;
  world.saw({ kind: 'held', deskId, saleId, volumeMl, amountMinor });
  world.history.note(`held ${saleId} ${mode} ${volumeMl} ${amountMinor}`);
  world.history.count(`${mode} hold`);
  if (mode === 'offline') world.fault?.afterOfflineHold?.(engine.core.journal.db, saleId);
}

/** Ends an open fill: what went into the tank, all of it, too much, or nothing. */
export async function finish(world: World, desk: SimDesk): Promise<void> {
  const { random } = world;
  if (!(await signedIn(desk))) return;
  const open = await desk.ask('sale:open', {});
  if (open?.ok !== true || open.value.fills.length === 0) return;
  const fill = open.value.fills[random.integer(0, open.value.fills.length - 1)];
  if (fill === undefined) return;
  const kind = random.weighted([50, 25, 20, 5]);
  if (kind === 2) return giveUp(world, desk, fill);
  const { holdVolumeMl } = fill.sale;
  const less = random.integer(1, holdVolumeMl);
  await capture(world, desk, { fill, volumeMl: [holdVolumeMl, less, 0, holdVolumeMl + 1][kind] });
}

async function capture(
  world: World,
  desk: SimDesk,
  { fill, volumeMl = 0 }: { fill: Fill; volumeMl: number | undefined },
): Promise<void> {
  const { saleId, mode } = fill.sale;
  const answer = await desk.ask('sale:capture', { saleId, volumeMl });
  if (answer?.ok !== true) return;
  const { amountMinor } = answer.value.sale;
  const deskId = desk.name;
  world.saw({ kind: 'captured', deskId, saleId, volumeMl, amountMinor });
  world.history.note(`captured ${saleId} ${volumeMl} ${amountMinor}`);
  world.history.count(`${mode} sale`);
}

async function giveUp(world: World, desk: SimDesk, { sale }: Fill): Promise<void> {
  const { saleId } = sale;
  const answer = await desk.ask('sale:reverse', { saleId });
  if (answer?.ok !== true) return;
  world.saw({ kind: 'reversed', deskId: desk.name, saleId });
  world.history.count('reversal by the operator');
}

/** Shows a card: from then on its leases are wanted here. */
export async function show(world: World, desk: SimDesk): Promise<void> {
  if (!(await signedIn(desk))) return;
  await desk.ask('card:find', { typed: pans.get(world.random.pick(CARDS)) ?? '' });
}

export async function block(world: World, desk: SimDesk): Promise<void> {
  const cardId = world.random.pick(CARDS);
  if (!(await signedIn(desk))) return;
  const answer = await desk.ask('card:block', { cardId, reason: 'client' });
  if (answer?.ok !== true) return;
  world.saw({ kind: 'blocked', deskId: desk.name, cardId });
  world.history.count('card blocked at a workstation');
}

export async function synchronize(_world: World, desk: SimDesk): Promise<void> {
  await desk.sync();
}
