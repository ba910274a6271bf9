import { POINTS_ACCOUNTS, priceOf } from '../world/assets.ts';
import { CONTRACTS, STATIONS } from '../world/trade.ts';
import type { Stage } from './stage.ts';

/** What the office does about vouchers and points. */

const DAY_MS = 24 * 3_600_000;
/** A point for each ten roubles. */
const MINOR_PER_POINT = 1_000;

/** Issues one or two vouchers, some of them for this very day or for one station. */
export async function issueVouchers({ world, office }: Stage): Promise<void> {
  const { random, ids, assets, clock, payments, history } = world;
  const contractId = random.pick(CONTRACTS);
  const validTo = new Date(clock.nowMs() + random.pick([0, 2, 20]) * DAY_MS);
  const terms = {
    validTo: validTo.toISOString().slice(0, 10),
    stationIds: random.chance(0.2) ? [STATIONS[0]] : null,
  };
  const vouchers = assets.newVouchers(random.integer(1, 2), terms);
  const commandId = ids.uuid();
  payments.set(commandId, { contractId, amountMinor: priceOf(vouchers) });
  const answer = await office.send('voucher.issue', { commandId, contractId, vouchers });
  if (answer?.ok !== true) return;
  assets.vouchers.push(...vouchers);
  world.saw({ kind: 'payment', commandId });
  history.count('voucher issued', vouchers.length);
}

/** A client stops a voucher that he has lost. */
export async function blockVoucher({ world, office }: Stage): Promise<void> {
  const { random, ids, assets, history } = world;
  const voucher = assets.vouchers[random.integer(0, Math.max(0, assets.vouchers.length - 1))];
  if (voucher === undefined) return;
  const asked = { commandId: ids.uuid(), voucherId: voucher.voucherId };
  const answer = await office.send('voucher.block', asked);
  if (answer?.ok === true) history.count('voucher blocked');
}

/** Credits the points of a fill, and now and then of one that has brought them already. */
export async function accruePoints({ world, office }: Stage): Promise<void> {
  const { random, ids, assets, seen, history } = world;
  const known = [...assets.accruals.keys()];
  const again = known[random.integer(0, Math.max(0, known.length - 1))];
  const fresh = seen.flatMap((one) =>
    one.kind === 'captured' && !assets.accruals.has(one.saleId) ? [one] : [],
  );
  const fill = fresh[random.integer(0, Math.max(0, fresh.length - 1))];
  const repeats = again !== undefined && (fill === undefined || random.chance(0.2));
  const saleId = repeats ? again : fill?.saleId;
  if (saleId === undefined) return;
  const pointsAccountId = random.pick(POINTS_ACCOUNTS);
  const points = 1 + Math.floor((fill?.amountMinor ?? 0) / MINOR_PER_POINT);
  const accrual = assets.accruals.get(saleId) ?? { pointsAccountId, points };
  assets.accruals.set(saleId, accrual);
  const answer = await office.send('points.accrue', { commandId: ids.uuid(), saleId, ...accrual });
  if (answer?.ok !== true) return;
  world.saw({ kind: 'accrued', saleId });
  history.count(repeats ? 'points credited again' : 'points credited');
}

/** Takes back what a fill had brought, although it may be spent. */
export async function takePointsBack({ world, office }: Stage): Promise<void> {
  const { random, ids, assets, history } = world;
  const known = [...assets.accruals.entries()];
  const [saleId, accrual] = known[random.integer(0, Math.max(0, known.length - 1))] ?? [];
  if (saleId === undefined || accrual === undefined) return;
  const { pointsAccountId } = accrual;
  const asked = { commandId: ids.uuid(), pointsAccountId, saleId };
  const answer = await office.send('points.reverse-accrual', asked);
  if (answer?.ok === true) history.count('points taken back');
}
