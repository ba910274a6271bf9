import { countLeaseSize } from '../../lease/sizing.ts';
import { LEASE_LIFE_MS, outstanding, type LeaseAccount } from '../../lease/lease.ts';
import { free, parseAllowanceKey, type Allowance } from '../../limit/allowance.ts';
import {
  redemptionCaptured,
  redemptionCaptureRefusal,
  redemptionReversed,
  type Redemption,
} from '../../redemption/redemption.ts';
import { ok, refuse, type Params, type Result } from '../../result.ts';
import { dayEnd } from '../../time/local-date.ts';
import { VOUCHER_REDEMPTIONS, voucherRefusal, type Voucher } from '../../voucher/voucher.ts';
import { redemptionKey } from './asset.ts';
import type {
  BookRedemptionCommand,
  CaptureRedemptionCommand,
  GrantAssetLeaseCommand,
  RedeemCommand,
  ReverseRedemptionCommand,
} from './asset-command.ts';
import { assetAllowance } from '../allowances.ts';
import type { Change, Decision } from '../change.ts';
import { DONE, refused } from '../decision.ts';
import { Draft } from '../draft.ts';
import type { Facts } from '../facts.ts';

/**
 * Holds points or a voucher for a desk that has the link. At most one redemption of a voucher
 * passes in the whole network, and points never go below zero: both are the one inequality of
 * captured + held + leased ≤ amount (I1, I6, I7).
 */
export function decideRedeem(command: RedeemCommand, facts: Facts): Decision {
  const { workstation, contract } = facts;
  if (workstation?.state !== 'active') return refused('WORKSTATION_REVOKED');
  const known = facts.look.asset(redemptionKey(command.redemptionId));
  if (known?.kind === 'refused-redemption') return refused('REDEMPTION_REVERSED');
  if (known !== null) return refused('COMMAND_ID_REUSED');
  const judged = judgedAllowance(command, facts);
  if (!judged.ok) return { outcome: judged, changes: [] };
  const allowance = judged.value;
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  const { allowanceKey } = command;
  const missing = command.quantity - free(allowance);
  if (missing > 0) {
    const refusal = { outcome: shortRefusal(allowance), changes: [] };
    const recallable = command.mayRecall === true && missing <= allowance.counters.leased;
    return recallable ? { ...refusal, recall: [{ allowanceKey, quantity: missing }] } : refusal;
  }
  const draft = new Draft(facts, contract.contractId);
  draft.count(allowanceKey, { held: command.quantity });
  const redemption = heldFrom(command, { mode: 'online', leaseId: null, heldAtMs: command.atMs });
  draft.push(put(redemption));
  return { outcome: ok({ kind: 'redemption', redemption }), changes: draft.changes() };
}

function judgedAllowance(command: RedeemCommand, facts: Facts): Result<Allowance> {
  const { allowanceKey, quantity } = command;
  const allowance = assetAllowance(facts, allowanceKey);
  const asset = facts.look.asset(allowanceKey);
  if (allowance === null || asset === null) return refuse(unknownCode(allowanceKey));
  if (!Number.isSafeInteger(quantity) || quantity <= 0) return refuse('AMOUNT_INVALID');
  if (facts.contract?.state === 'closed') return refuse('CONTRACT_CLOSED');
  if (asset.kind === 'points-account') {
    return asset.account.redemptionEnabled ? ok(allowance) : refuse('REDEMPTION_DISABLED');
  }
  if (asset.kind !== 'voucher') return refuse(unknownCode(allowanceKey));
  if (quantity !== VOUCHER_REDEMPTIONS) return refuse('AMOUNT_INVALID');
  const code = voucherRefusal(asset.voucher, command);
  return code === null ? ok(allowance) : refuse(code, { validTo: asset.voucher.validTo });
}

function unknownCode(allowanceKey: string): string {
  const { voucherId } = parseAllowanceKey(allowanceKey);
  return voucherId === null ? 'POINTS_ACCOUNT_NOT_FOUND' : 'VOUCHER_NOT_FOUND';
}

/** Used up, or in the hands of another workstation. */
function shortRefusal(allowance: Allowance): Extract<Result<never>, { ok: false }> {
  const { captured, held, leased } = allowance.counters;
  const { voucherId } = parseAllowanceKey(allowance.key);
  if (voucherId !== null) return refuse(captured + held > 0 ? 'VOUCHER_USED' : 'VOUCHER_RESERVED');
  const params: Params = { leftCount: free(allowance), leasedCount: leased };
  return refuse('POINTS_INSUFFICIENT', params);
}

/**
 * Books a redemption that a workstation made from its lease. It is truth, not a question: what no
 * lease covers is counted all the same and named as exposure.
 */
export function decideBookRedemption(command: BookRedemptionCommand, facts: Facts): Decision {
  const { contract } = facts;
  const known = facts.look.asset(redemptionKey(command.redemptionId));
  if (known?.kind === 'refused-redemption') return refused('REDEMPTION_REVERSED');
  if (known?.kind === 'redemption') {
    return { outcome: ok({ kind: 'redemption', redemption: known.redemption }), changes: [] };
  }
  const { allowanceKey, quantity } = command;
  if (contract === null || assetAllowance(facts, allowanceKey) === null) {
    return refused(unknownCode(allowanceKey));
  }
  if (!Number.isSafeInteger(quantity) || quantity <= 0) return refused('AMOUNT_INVALID');
  const draft = new Draft(facts, contract.contractId);
  const lease = payingLease(command, facts);
  draft.count(allowanceKey, { held: quantity });
  if (lease !== undefined) draft.putLease({ ...lease, spent: lease.spent + quantity });
  const { mode, heldAtMs } = command;
  const leaseId = lease?.leaseId ?? null;
  const redemption = heldFrom(command, { mode, leaseId, heldAtMs });
  draft.push(put(redemption));
  const changes = draft.changesWithExposure({ ...command, saleId: null });
  return { outcome: ok({ kind: 'redemption', redemption }), changes };
}

function payingLease(
  { leaseId, workstationId, allowanceKey }: BookRedemptionCommand,
  facts: Facts,
): LeaseAccount | undefined {
  return facts.leases.find(
    (lease) =>
      lease.leaseId === leaseId &&
      lease.workstationId === workstationId &&
      lease.allowanceKey === allowanceKey,
  );
}

interface HeldAs {
  readonly mode: Redemption['mode'];
  readonly leaseId: string | null;
  readonly heldAtMs: number;
}

function heldFrom(command: RedeemCommand | BookRedemptionCommand, as: HeldAs): Redemption {
  const { redemptionId, allowanceKey, contractId, stationId, workstationId, operatorId } = command;
  const who = { redemptionId, allowanceKey, contractId, stationId, workstationId, operatorId };
  const open = { state: 'held', closedAtMs: null, volumeMl: null } as const;
  return { ...who, quantity: command.quantity, ...as, ...open };
}

/**
 * What was held is gone for good; of a voucher whatever the tank took. Only a workstation's journal
 * tells it, so it is truth: a volume that a voucher cannot be of is kept as told, for somebody to
 * look at (architecture §7).
 */
export function decideRedemptionCapture(command: CaptureRedemptionCommand, facts: Facts): Decision {
  const found = ownRedemption(command, facts);
  if (!found.ok) return { outcome: found, changes: [] };
  const redemption = found.value;
  const { volumeMl, capturedAtMs: atMs } = command;
  if (redemption.state === 'captured' && redemption.volumeMl === volumeMl) {
    return { outcome: ok({ kind: 'redemption', redemption }), changes: [] };
  }
  const refusal = redemptionCaptureRefusal(redemption);
  if (refusal !== null) return refused(refusal);
  const voucher = voucherOf(facts, redemption.allowanceKey);
  const differs = voucher !== null && (volumeMl === null || volumeMl > voucher.nominalMl);
  const done = redemptionCaptured(redemption, { atMs, volumeMl });
  const draft = new Draft(facts, redemption.contractId);
  const { quantity } = redemption;
  draft.count(redemption.allowanceKey, { held: -quantity, captured: quantity });
  draft.push(put(done));
  const value = { kind: 'redemption', redemption: done, ...(differs ? { differs } : {}) } as const;
  return { outcome: ok(value), changes: draft.changes() };
}

/**
 * Gives a held redemption back whole, to its lease or to nobody. An id that was never seen is
 * remembered and refused for ever (architecture §6).
 */
export function decideRedemptionReverse(command: ReverseRedemptionCommand, facts: Facts): Decision {
  const { redemptionId, contractId } = command;
  const known = facts.look.asset(redemptionKey(redemptionId));
  if (known === null) {
    const asset = { kind: 'refused-redemption', redemptionId, contractId } as const;
    return { outcome: DONE, changes: [{ kind: 'asset.put', asset }] };
  }
  if (known.kind === 'refused-redemption') return { outcome: DONE, changes: [] };
  const found = ownRedemption(command, facts);
  if (!found.ok) return { outcome: found, changes: [] };
  const redemption = found.value;
  if (redemption.state === 'captured') return refused('REDEMPTION_CAPTURED');
  if (redemption.state === 'reversed') {
    return { outcome: ok({ kind: 'redemption', redemption }), changes: [] };
  }
  const done = redemptionReversed(redemption, command.reversedAtMs);
  const draft = new Draft(facts, redemption.contractId);
  const { quantity, leaseId, allowanceKey } = redemption;
  draft.count(allowanceKey, { held: -quantity });
  const lease = leaseId === null ? undefined : draft.lease(leaseId);
  if (lease !== undefined) draft.putLease({ ...lease, spent: lease.spent - quantity });
  draft.push(put(done));
  return { outcome: ok({ kind: 'redemption', redemption: done }), changes: draft.changes() };
}

/** The redemption itself tells its contract: whoever lost the answer does not know it. */
function ownRedemption(
  { redemptionId, workstationId }: CaptureRedemptionCommand | ReverseRedemptionCommand,
  { look }: Facts,
): Result<Redemption> {
  const known = look.asset(redemptionKey(redemptionId));
  if (known?.kind === 'refused-redemption') return refuse('REDEMPTION_REVERSED');
  if (known?.kind !== 'redemption') return refuse('HOLD_NOT_FOUND');
  const { redemption } = known;
  return redemption.workstationId === workstationId ? ok(redemption) : refuse('HOLD_NOT_FOUND');
}

/**
 * Leases points or a whole voucher to one workstation, so that it may redeem without the link. What
 * it was granted before and has told nothing of is told again: its answer may have been lost, and a
 * lease that nobody has is kept from everybody.
 */
export function decideAssetLease(command: GrantAssetLeaseCommand, facts: Facts): Decision {
  const { workstation, contract } = facts;
  if (workstation?.state !== 'active') return refused('WORKSTATION_REVOKED');
  const { allowanceKey, wanted, atMs } = command;
  const quantity =
    parseAllowanceKey(allowanceKey).voucherId === null ? wanted : VOUCHER_REDEMPTIONS;
  const asked = { ...command, quantity, productId: null, operatorId: '', redemptionId: '' };
  const judged = judgedAllowance({ ...asked, kind: 'asset.redeem' }, facts);
  if (!judged.ok) return { outcome: judged, changes: [] };
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  const expiresAtMs = Math.min(atMs + LEASE_LIFE_MS, endsAtMs(command, facts));
  const held = heldHere(command, facts);
  const leasedHere = held.reduce((sum, lease) => sum + outstanding(lease), 0);
  const untold = held.filter(({ spent, returned }) => spent + returned === 0);
  const granted = countLeaseSize(judged.value, { wanted: quantity, leasedHere });
  if (granted <= 0 && leasedHere > 0) return { outcome: leasesOf(untold), changes: [] };
  if (granted <= 0) return { outcome: shortRefusal(judged.value), changes: [] };
  const lease: LeaseAccount = {
    leaseId: `${command.commandId}.0`,
    allowanceKey,
    contractId: contract.contractId,
    cardId: null,
    workstationId: command.workstationId,
    measure: 'count',
    granted,
    issuedAtMs: atMs,
    validFromMs: atMs,
    expiresAtMs,
    spent: 0,
    returned: 0,
  };
  const draft = new Draft(facts, contract.contractId);
  draft.putLease(lease);
  return { outcome: leasesOf([...untold, lease]), changes: draft.changes() };
}

function leasesOf(leases: readonly LeaseAccount[]): Decision['outcome'] {
  return ok({ kind: 'leases', leases, limits: [], rules: [] });
}

/** A voucher's lease ends with its last day at the station; points have no end of their own. */
function endsAtMs({ allowanceKey, zone }: GrantAssetLeaseCommand, facts: Facts): number {
  const voucher = voucherOf(facts, allowanceKey);
  return voucher === null ? Number.MAX_SAFE_INTEGER : dayEnd(voucher.validTo, zone);
}

function heldHere({ allowanceKey, workstationId, atMs }: GrantAssetLeaseCommand, facts: Facts) {
  return facts.leases
    .filter((lease) => lease.allowanceKey === allowanceKey && lease.expiresAtMs > atMs)
    .filter((lease) => lease.workstationId === workstationId);
}

function voucherOf(facts: Facts, allowanceKey: string): Voucher | null {
  const asset = facts.look.asset(allowanceKey);
  return asset?.kind === 'voucher' ? asset.voucher : null;
}

function put(redemption: Redemption): Change {
  return { kind: 'asset.put', asset: { kind: 'redemption', redemption } };
}
