import { assert, assertSafeInteger } from '../assert.ts';
import { accountKind, type AccountKind } from './accounts.ts';

export * from './accounts.ts';

/** The balance of an account as its transfers make it; nothing is stored under this name. */
export interface Account {
  readonly accountId: string;
  readonly kind: AccountKind;
  readonly debitsPostedMinor: number;
  readonly creditsPostedMinor: number;
  readonly debitsPendingMinor: number;
  readonly creditsPendingMinor: number;
}

export type TransferState = 'pending' | 'posted' | 'voided';

/** What a transfer is for; statements and the checker tell entries apart by it. */
export type TransferKind =
  | 'sale'
  | 'fee'
  /** What a capture took above its hold. */
  | 'overrun'
  | 'refund'
  /** A refund to a closed contract that its client is to be paid out. */
  | 'owed'
  | 'top-up'
  /** Takes back the entry it is linked to; the right entry is one of its own. */
  | 'storno'
  | 'points'
  | 'voucher';

/**
 * Moves an amount from the debited account to the credited one; never changes but for pending →
 * posted | voided (I3).
 */
export interface Transfer {
  readonly transferId: string;
  readonly kind: TransferKind;
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  /** Reserved while pending; what really moved once posted. */
  readonly amountMinor: number;
  readonly pendingMinor: number;
  readonly state: TransferState;
  /** The instant under which the books show it: never inside a locked period. */
  readonly atMs: number;
  /** When it happened: a payment's day at the bank, a late sale's own instant. */
  readonly effectiveAtMs: number;
  /** The sale or the entry that it belongs to or takes back; null when it stands alone. */
  readonly linkedId: string | null;
  readonly memo: string;
}

/** One transition of a transfer: reserved, moved out of the reserve, given up, or moved at once. */
export type TransferStep =
  | { readonly step: 'pend'; readonly transfer: Transfer }
  | { readonly step: 'post'; readonly transfer: Transfer }
  | { readonly step: 'void'; readonly transfer: Transfer }
  | { readonly step: 'book'; readonly transfer: Transfer };

export type NewTransfer = Omit<Transfer, 'pendingMinor' | 'state'>;

/** Reserves an amount. Throws when the amount is negative or unsafe: a bug of the caller. */
export function pend(input: NewTransfer): TransferStep {
  checkAmount(input.amountMinor);
  const transfer: Transfer = {
    ...input,
    amountMinor: 0,
    pendingMinor: input.amountMinor,
    state: 'pending',
  };
  return { step: 'pend', transfer };
}

/**
 * Moves what was really sold out of the reserve, under the instant `atMs` of the books. What goes
 * out of the same reserve to other accounts (`besideMinor`: fees) counts with it: together never
 * more than was reserved.
 */
export function post(
  transfer: Transfer,
  { amountMinor, atMs, besideMinor }: { amountMinor: number; atMs: number; besideMinor: number },
): TransferStep {
  checkAmount(amountMinor);
  checkAmount(besideMinor);
  assert(transfer.state === 'pending', 'only a pending transfer is posted');
  assert(
    amountMinor + besideMinor <= transfer.pendingMinor,
    'a transfer is never posted above its reserve',
  );
  return { step: 'post', transfer: { ...transfer, amountMinor, atMs, state: 'posted' } };
}

/** Gives the reserve up; nothing moves. */
export function voidTransfer(transfer: Transfer): TransferStep {
  assert(transfer.state === 'pending', 'only a pending transfer is voided');
  return { step: 'void', transfer: { ...transfer, state: 'voided' } };
}

/** Moves an amount at once: a top-up, a fee, a refund, or late truth that was never reserved. */
export function book(input: NewTransfer): TransferStep {
  checkAmount(input.amountMinor);
  return { step: 'book', transfer: { ...input, pendingMinor: 0, state: 'posted' } };
}

/** Takes a posted entry back by one that moves the same amount the other way (row C10). */
export function storno(
  { transferId, debitAccountId, creditAccountId, amountMinor, state }: Transfer,
  by: Pick<Transfer, 'transferId' | 'atMs' | 'effectiveAtMs' | 'memo'>,
): TransferStep {
  assert(state === 'posted', 'only what moved is taken back');
  const accounts = { debitAccountId: creditAccountId, creditAccountId: debitAccountId };
  return book({ ...by, ...accounts, kind: 'storno', amountMinor, linkedId: transferId });
}

/** An account without any transfer. */
export function newAccount(accountId: string): Account {
  return {
    accountId,
    kind: accountKind(accountId),
    debitsPostedMinor: 0,
    creditsPostedMinor: 0,
    debitsPendingMinor: 0,
    creditsPendingMinor: 0,
  };
}

export interface AccountDelta {
  readonly accountId: string;
  readonly debitsPostedMinor: number;
  readonly creditsPostedMinor: number;
  readonly debitsPendingMinor: number;
  readonly creditsPendingMinor: number;
}

/**
 * What a step adds to its two accounts. Debits equal credits in every step, so sums over all
 * accounts agree (I3).
 */
export function accountDeltas({
  step,
  transfer,
}: TransferStep): readonly [AccountDelta, AccountDelta] {
  const reserved = transfer.pendingMinor;
  const pendingMinor = step === 'pend' ? reserved : step === 'book' ? 0 : -reserved;
  const postedMinor = step === 'post' || step === 'book' ? transfer.amountMinor : 0;
  return [
    {
      accountId: transfer.debitAccountId,
      debitsPostedMinor: postedMinor,
      debitsPendingMinor: pendingMinor,
      creditsPostedMinor: 0,
      creditsPendingMinor: 0,
    },
    {
      accountId: transfer.creditAccountId,
      debitsPostedMinor: 0,
      debitsPendingMinor: 0,
      creditsPostedMinor: postedMinor,
      creditsPendingMinor: pendingMinor,
    },
  ];
}

/** The account after a step's addition. */
export function applyDelta(account: Account, delta: AccountDelta): Account {
  return {
    ...account,
    debitsPostedMinor: account.debitsPostedMinor + delta.debitsPostedMinor,
    creditsPostedMinor: account.creditsPostedMinor + delta.creditsPostedMinor,
    debitsPendingMinor: account.debitsPendingMinor + delta.debitsPendingMinor,
    creditsPendingMinor: account.creditsPendingMinor + delta.creditsPendingMinor,
  };
}

function checkAmount(amountMinor: number): void {
  assertSafeInteger(amountMinor, 'amountMinor');
  assert(amountMinor >= 0, 'a transfer never moves a negative amount');
}
