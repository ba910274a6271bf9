import { contractRefusal } from '../../contract/contract.ts';
import { free, pointsAllowanceKey, voucherAllowanceKey } from '../../limit/allowance.ts';
import { book, contractAccountId } from '../../ledger/ledger.ts';
import { amountOf } from '../../money/money.ts';
import { accrued, takenBack, type PointsAccount } from '../../points/points.ts';
import { isLocalDate } from '../../time/local-date.ts';
import type { Voucher } from '../../voucher/voucher.ts';
import { accrualKey } from './asset.ts';
import type {
  AccruePointsCommand,
  BlockVoucherCommand,
  IssueVouchersCommand,
  OpenPointsCommand,
  ReverseAccrualCommand,
} from './asset-command.ts';
import { assetAllowance, contractMoney } from '../allowances.ts';
import type { Change, Decision } from '../change.ts';
import { done, refused } from '../decision.ts';
import { Draft } from '../draft.ts';
import type { Facts } from '../facts.ts';

/** More than anybody ever collects; above it sums of many would no longer be exact. */
const POINTS_MAX = 1_000_000_000;

/** Opens a points account of a contract; opening it again changes nothing. */
export function decidePointsOpen(command: OpenPointsCommand, facts: Facts): Decision {
  const { contractId, pointsAccountId, programmeId } = command;
  if (facts.contract === null) return refused('CONTRACT_NOT_FOUND');
  const known = accountOf(facts, pointsAccountId);
  if (known !== null) {
    const same = known.contractId === contractId && known.programmeId === programmeId;
    return same ? done([]) : refused('COMMAND_ID_REUSED');
  }
  const account: PointsAccount = {
    pointsAccountId,
    contractId,
    programmeId,
    creditedPoints: 0,
    debtPoints: 0,
    redemptionEnabled: true,
  };
  return done([putAccount(account)]);
}

/**
 * Credits what a sale has brought, once per sale whoever asks how often; an open debt is paid first
 * (I7).
 */
export function decidePointsAccrue(command: AccruePointsCommand, facts: Facts): Decision {
  const { pointsAccountId, saleId, points, contractId, atMs } = command;
  const account = accountOf(facts, pointsAccountId);
  if (account === null) return refused('POINTS_ACCOUNT_NOT_FOUND');
  if (!Number.isSafeInteger(points) || points <= 0 || points > POINTS_MAX) {
    return refused('AMOUNT_INVALID');
  }
  const known = facts.look.asset(accrualKey(saleId));
  if (known?.kind === 'accrual') {
    const { accrual } = known;
    const same = accrual.pointsAccountId === pointsAccountId && accrual.points === points;
    return same ? done([]) : refused('POINTS_ALREADY_ACCRUED');
  }
  const accrual = { saleId, pointsAccountId, contractId, points, reversed: false, atMs };
  const changes: Change[] = [
    putAccount(accrued(account, points).account),
    { kind: 'asset.put', asset: { kind: 'accrual', accrual } },
  ];
  return done(changes);
}

/**
 * Takes back exactly what a sale had brought: from what is free of the account, and what is spent,
 * held or leased away already becomes a named debt (I7, acceptance §4.8).
 */
export function decideAccrualReverse(command: ReverseAccrualCommand, facts: Facts): Decision {
  const { pointsAccountId, saleId } = command;
  const account = accountOf(facts, pointsAccountId);
  const allowance = assetAllowance(facts, pointsAllowanceKey(pointsAccountId));
  if (account === null || allowance === null) return refused('POINTS_ACCOUNT_NOT_FOUND');
  const known = facts.look.asset(accrualKey(saleId));
  if (known?.kind !== 'accrual' || known.accrual.pointsAccountId !== pointsAccountId) {
    return refused('POINTS_NOT_ACCRUED');
  }
  const { accrual } = known;
  if (accrual.reversed) return done([]);
  const back = takenBack(account, accrual.points, free(allowance));
  const changes: Change[] = [
    putAccount(back.account),
    { kind: 'asset.put', asset: { kind: 'accrual', accrual: { ...accrual, reversed: true } } },
  ];
  return done(changes);
}

/** Issues vouchers, paid in full from the contract's money at once (acceptance §2.3). */
export function decideVoucherIssue(command: IssueVouchersCommand, facts: Facts): Decision {
  const { contract } = facts;
  const { vouchers, contractId } = command;
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  const stopped = contractRefusal(contract);
  if (stopped !== null) return refused(stopped);
  // What they cost is an entry under this id, and another one has it: a sale's.
  if (facts.look.transfer(command.commandId) !== null) return refused('COMMAND_ID_REUSED');
  if (vouchers.length === 0 || !vouchers.every(isSound)) return refused('FIELD_INVALID');
  const ids = new Set(vouchers.map(({ voucherId }) => voucherId));
  const taken = [...ids].some((id) => facts.look.asset(voucherAllowanceKey(id)) !== null);
  if (taken || ids.size < vouchers.length) return refused('VOUCHER_EXISTS');
  const totalMinor = vouchers.reduce((sum, one) => sum + paidFor(one), 0);
  const money = contractMoney(contract, facts);
  const leftMinor = free(money);
  if (totalMinor > leftMinor) return refused('INSUFFICIENT_FUNDS', { leftMinor, totalMinor });
  const draft = new Draft(facts, contractId);
  draft.count(money.key, { captured: totalMinor });
  draft.push({
    kind: 'transfer',
    step: book({
      transferId: command.commandId,
      kind: 'voucher',
      debitAccountId: contractAccountId(contractId),
      creditAccountId: `voucher/${contractId}`,
      amountMinor: totalMinor,
      atMs: command.atMs,
      effectiveAtMs: command.atMs,
      linkedId: null,
      memo: '',
    }),
  });
  for (const one of vouchers) {
    const voucher: Voucher = { ...one, contractId, state: 'issued' };
    draft.push({ kind: 'asset.put', asset: { kind: 'voucher', voucher } });
  }
  return done(draft.changes());
}

function isSound({
  nominalMl,
  priceMinorPerLitre,
  validTo,
}: Omit<Voucher, 'contractId' | 'state'>) {
  const whole = [nominalMl, priceMinorPerLitre].every((n) => Number.isSafeInteger(n) && n > 0);
  return whole && isLocalDate(validTo);
}

function paidFor({ nominalMl, priceMinorPerLitre }: Omit<Voucher, 'contractId' | 'state'>): number {
  return amountOf(priceMinorPerLitre, nominalMl);
}

/** Stops a voucher that was lost; stopping it again is no error. */
export function decideVoucherBlock(command: BlockVoucherCommand, facts: Facts): Decision {
  const known = facts.look.asset(voucherAllowanceKey(command.voucherId));
  if (known?.kind !== 'voucher') return refused('VOUCHER_NOT_FOUND');
  const { voucher } = known;
  if (voucher.state !== 'issued') return done([]);
  const asset = { kind: 'voucher', voucher: { ...voucher, state: 'blocked' } } as const;
  return done([{ kind: 'asset.put', asset }]);
}

function accountOf(facts: Facts, pointsAccountId: string): PointsAccount | null {
  const known = facts.look.asset(pointsAllowanceKey(pointsAccountId));
  return known?.kind === 'points-account' ? known.account : null;
}

function putAccount(account: PointsAccount): Change {
  return { kind: 'asset.put', asset: { kind: 'points-account', account } };
}
