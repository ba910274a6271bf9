import type { Contract } from '../../contract/contract.ts';
import {
  BANK_ACCOUNT_ID,
  book,
  contractAccountId,
  storno,
  type TransferStep,
} from '../../ledger/ledger.ts';
import { contractMoney } from '../allowances.ts';
import type { Change, Decision } from '../change.ts';
import type {
  CorrectCommand,
  LockPeriodCommand,
  RefundCommand,
  ReopenPeriodCommand,
  SetTermsCommand,
  TopUpCommand,
  VoidHoldCommand,
} from '../command.ts';
import { decideHoldVoid } from './decide-hold-void.ts';
import { decideRefund } from './decide-refund.ts';
import { done, refused } from '../decision.ts';
import { exposureOf } from '../exposure.ts';
import type { Facts } from '../facts.ts';

/** All payments to one contract together, so that deposits plus credit stay exact. */
const DEPOSITS_MAX_MINOR = 2 ** 52;

type BooksCommand =
  | TopUpCommand
  | SetTermsCommand
  | RefundCommand
  | VoidHoldCommand
  | CorrectCommand
  | LockPeriodCommand
  | ReopenPeriodCommand;

/** What the office does to the books. */
export function decideBooks(command: BooksCommand, facts: Facts): Decision {
  switch (command.kind) {
    case 'contract.top-up':
      return decideTopUp(command, facts);
    case 'contract.set-terms':
      return decideSetTerms(command, facts);
    case 'ledger.correct':
      return decideCorrect(command, facts);
    case 'ledger.lock-period':
      return decideLockPeriod(command, facts);
    case 'ledger.reopen-period':
      return decideReopenPeriod(command, facts);
    case 'sale.refund':
      return decideRefund(command, facts);
    case 'hold.void':
      return decideHoldVoid(command, facts);
  }
}

/**
 * Credits a payment to the contract's account (row N-14). It carries the day of the bank and the
 * day of the books (acceptance C3), which is never inside a locked period.
 */
function decideTopUp(command: TopUpCommand, facts: Facts): Decision {
  const { contract, lockedBeforeMs, look } = facts;
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  if (contract.state === 'closed') return refused('CONTRACT_CLOSED');
  // The entry would have this id, and another one has it: a sale's.
  if (look.transfer(command.commandId) !== null) return refused('COMMAND_ID_REUSED');
  const { amountMinor, atMs, memo, commandId, effectiveAtMs } = command;
  const credited = withPaid(contract, amountMinor);
  if (credited === null) return refused('AMOUNT_INVALID');
  const step = payment(contract.contractId, {
    transferId: commandId,
    amountMinor,
    atMs: Math.max(atMs, lockedBeforeMs),
    effectiveAtMs,
    linkedId: null,
    memo,
  });
  return done([
    { kind: 'contract.put', contract: credited },
    { kind: 'transfer', step },
  ]);
}

/** The contract with this payment on it; null when that is no payment. */
function withPaid(contract: Contract, amountMinor: number): Contract | null {
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) return null;
  const depositsMinor = contract.depositsMinor + amountMinor;
  return depositsMinor > DEPOSITS_MAX_MINOR ? null : { ...contract, depositsMinor };
}

type Payment = Omit<Parameters<typeof book>[0], 'kind' | 'debitAccountId' | 'creditAccountId'>;

function payment(contractId: string, entry: Payment): TransferStep {
  const creditAccountId = contractAccountId(contractId);
  return book({ ...entry, kind: 'top-up', debitAccountId: BANK_ACCOUNT_ID, creditAccountId });
}

/** Sets tolerance, fees and discounts; what is held was priced under the terms of its instant. */
function decideSetTerms({ terms }: SetTermsCommand, { contract }: Facts): Decision {
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  if (contract.state === 'closed') return refused('CONTRACT_CLOSED');
  return done([{ kind: 'contract.put', contract: { ...contract, terms } }]);
}

/**
 * Corrects a payment by new entries alone: one takes the wrong entry back, one books what is right
 * (nothing, where the payment was not this client's). An entry of a locked period stays as it is;
 * its correction stands on the first open day, and whoever asks has to say that he knows. What was
 * spent of money that never came is exposure (I1).
 */
function decideCorrect(command: CorrectCommand, facts: Facts): Decision {
  const { contract, transfer, lockedBeforeMs } = facts;
  const { contractId, commandId, atMs, reason, rightAmountMinor } = command;
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  if (facts.look.transfer(commandId) !== null) return refused('COMMAND_ID_REUSED');
  const isOwn = transfer?.creditAccountId === contractAccountId(contractId);
  if (transfer === null || !isOwn) return refused('ENTRY_NOT_FOUND');
  // A fill is corrected by its refund, which gives its usage back as well.
  if (transfer.kind !== 'top-up') return refused('CORRECTION_NOT_ALLOWED', { kind: transfer.kind });
  if (facts.isTakenBack) return refused('ENTRY_CORRECTED');
  const bookedAtMs = Math.max(atMs, lockedBeforeMs);
  if (transfer.atMs < lockedBeforeMs && !command.knowsLocked) {
    return refused('PERIOD_LOCKED', { bookedAtMs });
  }
  const base = { ...contract, depositsMinor: contract.depositsMinor - transfer.amountMinor };
  const right = rightAmountMinor === 0 ? base : withPaid(base, rightAmountMinor);
  if (right === null) return refused('AMOUNT_INVALID');
  const { effectiveAtMs, transferId: wrongId } = transfer;
  const stamp = { atMs: bookedAtMs, effectiveAtMs, memo: reason };
  const steps = [storno(transfer, { ...stamp, transferId: `${commandId}/storno` })];
  if (rightAmountMinor > 0) {
    const entry = { ...stamp, transferId: commandId, amountMinor: rightAmountMinor };
    steps.push(payment(contractId, { ...entry, linkedId: wrongId }));
  }
  const money = { before: contractMoney(contract, facts), after: contractMoney(right, facts) };
  return done([
    { kind: 'contract.put', contract: right },
    ...steps.map((step): Change => ({ kind: 'transfer', step })),
    ...exposureOf(money, contractId, { ...command, saleId: null }),
  ]);
}

/**
 * Locks the books up to an instant: the end of the last locked day, wherever in the network that is
 * latest. Only what is over is locked; what is locked already stays so.
 */
function decideLockPeriod(command: LockPeriodCommand, facts: Facts): Decision {
  const { throughDate, beforeMs, atMs, userId, commandId } = command;
  if (beforeMs > atMs) return refused('PERIOD_NOT_OVER', { throughDate });
  if (beforeMs <= facts.lockedBeforeMs) return done([]);
  const lock = { lockId: commandId, throughDate, beforeMs, userId, reason: '', atMs };
  return done([{ kind: 'lock.put', lock }]);
}

/** Opens the books again from an instant on; says why (an administrator's right). */
function decideReopenPeriod(command: ReopenPeriodCommand, facts: Facts): Decision {
  const { throughDate, beforeMs, atMs, userId, reason, commandId } = command;
  if (beforeMs >= facts.lockedBeforeMs) return refused('PERIOD_INVALID');
  const lock = { lockId: commandId, throughDate, beforeMs, userId, reason, atMs };
  return done([{ kind: 'lock.put', lock }]);
}
