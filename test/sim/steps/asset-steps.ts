import type { SimDesk } from '../world/desk.ts';
import { POINTS_ACCOUNTS } from '../world/assets.ts';
import type { World } from '../world/world.ts';
import { isOfAnother, signedIn } from './sign-in.ts';

/** Vouchers and points at a workstation: taken, used up, given back, reserved for a dead line. */

const POINTS_MAX = 30;
/** Drivers show new vouchers more often than old ones. */
const NEWEST = 4;

/** Asks for the right to redeem without the link. */
export async function reserve(world: World, desk: SimDesk): Promise<void> {
  const { random, history } = world;
  if (!(await signedIn(desk))) return;
  const allowanceKey = drawKey(world);
  const wanted = allowanceKey.startsWith('points/') ? random.integer(1, POINTS_MAX) : 1;
  const answer = await desk.ask('redemption:reserve', { allowanceKey, wanted });
  if (answer?.ok !== true) return;
  const what = allowanceKey.startsWith('points/') ? 'points' : 'voucher';
  if (answer.value.leased > 0) history.count(`${what} leased`);
}

/** Takes points or a voucher, of what is reserved here or of anything. */
export async function redeem(world: World, desk: SimDesk): Promise<void> {
  const { random, ids, network, assets } = world;
  if (!(await signedIn(desk))) return;
  const leased = random.chance(0.6) ? drawLeased(world, desk) : null;
  const allowanceKey = leased ?? drawKey(world);
  // Without the link and without a lease nobody but a beginner tries.
  if (leased === null && !desk.engine.core.link.isUp() && random.chance(0.8)) return;
  const quantity = allowanceKey.startsWith('points/') ? random.integer(1, POINTS_MAX) : 1;
  const redemptionId = ids.uuid();
  assets.asked.add(redemptionId);
  const question = { redemptionId, allowanceKey, quantity, productId: null };
  const answer = await desk.ask('redemption:redeem', question);
  if (answer?.ok !== true) return;
  const { redemptionId: id, mode } = answer.value;
  world.saw({ kind: 'redeemed', deskId: desk.name, redemptionId: id, allowanceKey });
  const what = allowanceKey.startsWith('points/') ? 'points' : 'voucher';
  world.history.note(`redeemed ${id} ${allowanceKey} ${quantity} ${mode}`);
  world.history.count(`${mode} redemption of ${what === 'points' ? what : 'a voucher'}`);
  if (mode === 'offline') world.fault?.afterOfflineRedemption?.(desk.engine.core.journal.db, id);
  if (!random.chance(0.15)) return;
  // A second click: the same answer, and nothing else happens.
  const again = await desk.ask('redemption:redeem', question);
  if (again === null || isOfAnother(again)) return;
  const second = again.ok ? again.value.redemptionId : again.code;
  network.repeats.push({ id: redemptionId, asked: 'redemption:redeem', first: id, again: second });
}

/** Ends an open redemption: the voucher's fuel is in the tank, the points are gone, or neither. */
export async function endRedemption(world: World, desk: SimDesk): Promise<void> {
  const { random, assets, history } = world;
  if (!(await signedIn(desk))) return;
  const open = openHere(desk);
  const one = open[random.integer(0, Math.max(0, open.length - 1))];
  if (one === undefined) return;
  const { redemptionId, allowanceKey } = one;
  const seen = { deskId: desk.name, redemptionId, allowanceKey };
  if (random.chance(0.35)) {
    const answer = await desk.ask('redemption:reverse', { redemptionId });
    if (answer?.ok !== true) return;
    world.saw({ kind: 'given back', ...seen });
    history.count('redemption given back');
    return;
  }
  const nominalMl = assets.voucher(allowanceKey)?.nominalMl ?? null;
  const volumeMl = nominalMl === null ? null : random.integer(1, nominalMl);
  const answer = await desk.ask('redemption:capture', { redemptionId, volumeMl });
  if (answer?.ok !== true) return;
  world.saw({ kind: 'used up', ...seen });
  history.count('redemption used up');
}

interface OpenHere {
  readonly redemptionId: string;
  readonly allowanceKey: string;
}

/** Redemptions that this workstation holds, as its window shows them. */
function openHere({ engine }: SimDesk): readonly OpenHere[] {
  return engine.core.journal.db
    .prepare<[], OpenHere>(
      `SELECT redemption_id AS redemptionId, allowance_key AS allowanceKey FROM redemption
       WHERE step = 'held' ORDER BY redemption_id`,
    )
    .all();
}

/** Something that this workstation holds a lease on; null when there is none. */
function drawLeased({ random }: World, { engine }: SimDesk): string | null {
  const leased = engine.core.journal.db
    .prepare<[], { key: string }>(
      `SELECT DISTINCT allowance_key AS key FROM lease
       WHERE dead = 0 AND remaining > 0 AND (allowance_key LIKE 'voucher/%'
         OR allowance_key LIKE 'points/%') ORDER BY key`,
    )
    .all();
  return leased[random.integer(0, Math.max(0, leased.length - 1))]?.key ?? null;
}

function drawKey({ random, assets }: World): string {
  const vouchers = random.chance(0.7) ? assets.vouchers.slice(-NEWEST) : assets.vouchers;
  const voucher = vouchers[random.integer(0, Math.max(0, vouchers.length - 1))];
  if (voucher === undefined || random.chance(0.4)) {
    return `points/${random.pick(POINTS_ACCOUNTS)}`;
  }
  return `voucher/${voucher.voucherId}`;
}
