import type { SimDesk } from '../world/desk.ts';
import { CARDS, limits } from '../world/trade.ts';
import type { World } from '../world/world.ts';
import { signedIn } from './sign-in.ts';

/** Gives part of a fill back, or all of it: one of this workstation, or with the link any. */
export async function refund(world: World, desk: SimDesk): Promise<void> {
  const { random, ids, assets, history } = world;
  const saleId = drawSale(world, desk);
  if (saleId === null || !(await signedIn(desk))) return;
  const { volumeMl, cardId } = soldAs(world, saleId) ?? { volumeMl: 1_000, cardId: CARDS[0] };
  const commandId = ids.uuid();
  assets.asked.add(commandId);
  const toCard = random.chance(0.6);
  const question = {
    commandId,
    saleId,
    cardId: toCard ? cardId : null,
    to: toCard ? ('card' as const) : ('account' as const),
    volumeMl: random.chance(0.4) ? volumeMl : random.integer(1, volumeMl),
    reason: 'fill cut short',
  };
  const answer = await desk.ask('refund:make', question);
  if (answer?.ok !== true || answer.value.state === 'refused') return;
  const { refund: made, state } = answer.value;
  const isOwn = made.workstationId === desk.workstationId && made.slipNumber !== null;
  const { refundId, amountMinor } = made;
  world.saw({
    kind: 'refunded',
    deskId: desk.name,
    refundId,
    saleId,
    volumeMl: made.volumeMl,
    amountMinor,
    booked: !isOwn,
  });
  history.note(`refunded ${refundId} of ${saleId} ${made.volumeMl} ${amountMinor} ${state}`);
  history.count(isOwn ? `refund ${state}` : 'refund of a fill from elsewhere');
}

function drawSale({ random, seen }: World, desk: SimDesk): string | null {
  const sold = seen.flatMap((one) => (one.kind === 'captured' ? [one] : []));
  const own = sold.filter(({ deskId }) => deskId === desk.name);
  const among = random.chance(0.6) && own.length > 0 ? own : sold;
  return among[random.integer(0, Math.max(0, among.length - 1))]?.saleId ?? null;
}

/** What its slip says of a fill. */
function soldAs({ backend }: World, saleId: string): { volumeMl: number; cardId: string } | null {
  const row = backend.store.db
    .prepare<[string], { volumeMl: number; cardId: string }>(
      `SELECT volume_ml AS volumeMl, card_id AS cardId FROM sale
       WHERE sale_id = ? AND state = 'captured'`,
    )
    .get(saleId);
  return row ?? null;
}

/** A limit of a card is lowered where it is known, with the link or without (row N-16). */
export async function lowerLimit(world: World, desk: SimDesk): Promise<void> {
  const { random, ids, history } = world;
  const ofCards = limits.filter(({ subjectKind }) => subjectKind === 'card');
  const limit = ofCards[random.integer(0, ofCards.length - 1)];
  const mayComeIn = desk.engine.core.link.isUp() || desk.visitors.has('curator');
  if (limit === undefined || !mayComeIn || !(await signedIn(desk, 'curator'))) return;
  const amount = Math.floor((limit.amount * random.integer(0, 95)) / 100);
  const commandId = ids.uuid();
  world.asked.limit(commandId, limit.limitId, amount);
  const asked = { commandId, limit: { ...limit, amount }, fromMs: null };
  const answer = await desk.ask('limit:set', asked);
  if (answer?.ok !== true) return;
  const { queued } = answer.value;
  history.count(queued ? 'limit lowered without the link' : 'limit lowered at a workstation');
}
