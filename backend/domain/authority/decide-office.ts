import { canUnblock, isHarder } from '../card/card-state.ts';
import { afterPinTry } from '../card/pin.ts';
import { BANK_ACCOUNT_ID, book, contractAccountId } from '../ledger/ledger.ts';
import {
  excess,
  limitAllowance,
  limitAllowanceKey,
  moneyAllowanceKey,
  ZERO_COUNTERS,
} from '../limit/allowance.ts';
import type { Limit } from '../limit/limit.ts';
import { ok, refuse } from '../result.ts';
import { nextWindow, windowAt } from '../time/window.ts';
import type { Change, Decision, Outcome } from './change.ts';
import type {
  BlockCardCommand,
  RemoveLimitCommand,
  ReportPinErrorCommand,
  SetLimitCommand,
  SignContractCommand,
  TopUpCommand,
  UnblockCardCommand,
} from './command.ts';
import { withPinTries } from './decide-sale.ts';
import { contractMoney, type Facts } from './facts.ts';

/** All payments to one contract together, so that deposits plus credit stay exact. */
const DEPOSITS_MAX_MINOR = 2 ** 52;

const DONE: Outcome = ok({ kind: 'done' });

/**
 * Stops a card; stopping it again is no error (row O-12). The harder reason stays: a stolen card is
 * not freed by whoever lifts the client's own block, a forgotten PIN or a debt (row O-13).
 */
export function decideCardBlock(command: BlockCardCommand, { card }: Facts): Decision {
  if (card === null) return refused('CARD_NOT_FOUND');
  if (card.state === 'closed') return refused('CARD_CLOSED');
  const { state, blockReason } = card;
  const harder =
    state === 'blocked' && blockReason !== null && isHarder(command.reason, blockReason);
  if (state !== 'active' && !harder) return { outcome: DONE, changes: [] };
  const blocked = {
    ...card,
    state: 'blocked',
    blockReason: command.reason,
  } as const;
  return { outcome: DONE, changes: [{ kind: 'card.put', card: blocked }] };
}

/**
 * Lifts a block; who may lift which is a rule of the card (row O-13). Only staff forget PIN errors:
 * blocking and unblocking one's own card must not give new tries (row N-20).
 */
export function decideCardUnblock(command: UnblockCardCommand, { card }: Facts): Decision {
  if (card === null) return refused('CARD_NOT_FOUND');
  if (card.state === 'closed') return refused('CARD_CLOSED');
  if (card.state === 'active') return { outcome: DONE, changes: [] };
  if (card.blockReason === null || !canUnblock(command.by, card.blockReason)) {
    return refused('BLOCK_NOT_REVERSIBLE');
  }
  const pinTriesUsed = command.by === 'staff' ? 0 : card.pinTriesUsed;
  const active = {
    ...card,
    state: 'active',
    blockReason: null,
    pinTriesUsed,
  } as const;
  return { outcome: DONE, changes: [{ kind: 'card.put', card: active }] };
}

/** Adds a PIN error that was counted offline; the third blocks (row N-20). */
export function decidePinError(_command: ReportPinErrorCommand, { card }: Facts): Decision {
  if (card === null) return refused('CARD_NOT_FOUND');
  const after = withPinTries(card, afterPinTry(card.pinTriesUsed, false));
  return { outcome: DONE, changes: [{ kind: 'card.put', card: after }] };
}

/**
 * Sets a limit. Below what is used is allowed: then nothing new passes, and the excess is named
 * (I1, row N-16).
 */
export function decideLimitSet(command: SetLimitCommand, facts: Facts): Decision {
  const { contract } = facts;
  const { limit } = command;
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  if (!Number.isSafeInteger(limit.amount) || limit.amount < 0) return refused('LIMIT_INVALID');
  const before = facts.limits.find((candidate) => candidate.limitId === limit.limitId);
  if (before !== undefined && !sameShape(before, limit)) return refused('LIMIT_INVALID');
  const put: Change = { kind: 'limit.put', limit };
  return {
    outcome: DONE,
    changes: [put, ...limitExposure(command, { facts, before })],
  };
}

/**
 * Only the amount of a limit changes; another measure or period would be another limit with its own
 * history.
 */
function sameShape(a: Limit, b: Limit): boolean {
  const shape = (l: Limit): string =>
    [l.subjectKind, l.subjectId, l.scopeKind, l.scopeId, l.measure, l.period].join('|');
  return shape(a) === shape(b);
}

/**
 * What is held, captured or leased above the new amount, in this window and, leased ahead, in the
 * next.
 */
function limitExposure(
  command: SetLimitCommand,
  { facts, before }: { facts: Facts; before: Limit | undefined },
): Change[] {
  const { contract } = facts;
  const { limit, atMs, commandId, workstationId } = command;
  if (contract === null) return [];
  const { contractId, zone } = contract;
  const window = windowAt(limit.period, atMs, zone);
  const windows = [window, nextWindow(window, limit.period, zone)].filter((one) => one !== null);
  return windows.flatMap(({ key: windowKey }): Change[] => {
    const allowanceKey = limitAllowanceKey(limit.limitId, windowKey);
    const counters = facts.counters.get(allowanceKey) ?? ZERO_COUNTERS;
    const excessWith = (candidate: Limit): number =>
      excess(limitAllowance({ limit: candidate, windowKey, zone, counters }));
    const quantity = excessWith(limit) - (before === undefined ? 0 : excessWith(before));
    if (quantity <= 0) return [];
    const exposureId = `${commandId}/${allowanceKey}`;
    const { measure } = limit;
    const cause = { saleId: null, workstationId, atMs };
    const exposure = {
      exposureId,
      allowanceKey,
      contractId,
      measure,
      quantity,
      ...cause,
    };
    return [{ kind: 'exposure.put', exposure }];
  });
}

/** Takes a limit out of force; what it counted stays in the books. */
export function decideLimitRemove(command: RemoveLimitCommand, facts: Facts): Decision {
  const known = facts.limits.some((limit) => limit.limitId === command.limitId);
  if (!known) return refused('LIMIT_NOT_FOUND');
  return {
    outcome: DONE,
    changes: [{ kind: 'limit.remove', limitId: command.limitId }],
  };
}

/** Credits a payment to the contract's account (row N-14). */
export function decideTopUp(command: TopUpCommand, { contract }: Facts): Decision {
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  if (contract.state === 'closed') return refused('CONTRACT_CLOSED');
  const { amountMinor, atMs, memo, commandId } = command;
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) return refused('AMOUNT_INVALID');
  if (contract.depositsMinor + amountMinor > DEPOSITS_MAX_MINOR) return refused('AMOUNT_INVALID');
  const step = book({
    transferId: commandId,
    debitAccountId: BANK_ACCOUNT_ID,
    creditAccountId: contractAccountId(contract.contractId),
    amountMinor,
    atMs,
    memo,
  });
  const credited = {
    ...contract,
    depositsMinor: contract.depositsMinor + amountMinor,
  };
  const changes: Change[] = [
    { kind: 'contract.put', contract: credited },
    { kind: 'transfer', step },
  ];
  return { outcome: DONE, changes };
}

/**
 * Puts a contract in force. Signing again sets the credit anew; what is spent above it is named as
 * exposure (I1).
 */
export function decideContractSign(command: SignContractCommand, facts: Facts): Decision {
  const { contract, counters } = facts;
  const { creditLimitMinor, commandId, atMs, workstationId } = command;
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  if (contract.state === 'closed') return refused('CONTRACT_CLOSED');
  const signed = { ...contract, state: 'signed', creditLimitMinor } as const;
  const { contractId } = contract;
  const allowanceKey = moneyAllowanceKey(contractId);
  const now = counters.get(allowanceKey) ?? ZERO_COUNTERS;
  const quantity = excess(contractMoney(signed, now)) - excess(contractMoney(contract, now));
  const put: Change = { kind: 'contract.put', contract: signed };
  if (quantity <= 0) return { outcome: DONE, changes: [put] };
  const exposureId = `${commandId}/${allowanceKey}`;
  const cause = { saleId: null, workstationId, atMs };
  const exposure = {
    exposureId,
    allowanceKey,
    contractId,
    quantity,
    measure: 'money',
    ...cause,
  } as const;
  return { outcome: DONE, changes: [put, { kind: 'exposure.put', exposure }] };
}

function refused(code: string): Decision {
  return { outcome: refuse(code), changes: [] };
}
