import { assert, assertSafeInteger } from '../assert.ts';

/** The named places between which money moves. `bank` is the outside world. */
export type AccountKind = 'contract' | 'revenue' | 'bank';

export interface Account {
  readonly accountId: string;
  readonly kind: AccountKind;
  readonly debitsPostedMinor: number;
  readonly creditsPostedMinor: number;
  readonly debitsPendingMinor: number;
  readonly creditsPendingMinor: number;
}

export type TransferState = 'pending' | 'posted' | 'voided';

/**
 * Moves an amount from the debited account to the credited one; never changes but for pending →
 * posted | voided (I3).
 */
export interface Transfer {
  readonly transferId: string;
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  /** Reserved while pending; what really moved once posted. */
  readonly amountMinor: number;
  readonly pendingMinor: number;
  readonly state: TransferState;
  readonly atMs: number;
  readonly memo: string;
}

export const BANK_ACCOUNT_ID = 'bank';

export function contractAccountId(contractId: string): string {
  return `contract/${contractId}`;
}

/** Revenue is kept per station and currency: a sum over two currencies would mean nothing. */
export function revenueAccountId(stationId: string, currency: string): string {
  return `revenue/${stationId}/${currency}`;
}

/** The kind is the first part of an account's id. */
export function accountKind(accountId: string): AccountKind {
  const kind = accountId.split('/')[0];
  assert(
    kind === 'contract' || kind === 'revenue' || kind === 'bank',
    `unknown account ${accountId}`,
  );
  return kind;
}

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

/** One transition of a transfer: reserved, moved out of the reserve, given up, or moved at once. */
export type TransferStep =
  | { readonly step: 'pend'; readonly transfer: Transfer }
  | { readonly step: 'post'; readonly transfer: Transfer }
  | { readonly step: 'void'; readonly transfer: Transfer }
  | { readonly step: 'book'; readonly transfer: Transfer };

export interface NewTransfer {
  readonly transferId: string;
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  readonly amountMinor: number;
  readonly atMs: number;
  readonly memo: string;
}

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

/** Moves what was really sold out of the reserve; more than was reserved never moves. */
export function post(transfer: Transfer, amountMinor: number): TransferStep {
  checkAmount(amountMinor);
  assert(transfer.state === 'pending', 'only a pending transfer is posted');
  assert(amountMinor <= transfer.pendingMinor, 'a transfer is never posted above its reserve');
  return { step: 'post', transfer: { ...transfer, amountMinor, state: 'posted' } };
}

/** Gives the reserve up; nothing moves. */
export function voidTransfer(transfer: Transfer): TransferStep {
  assert(transfer.state === 'pending', 'only a pending transfer is voided');
  return { step: 'void', transfer: { ...transfer, state: 'voided' } };
}

/** Moves an amount at once: a top-up, or late truth that was never reserved here. */
export function book(input: NewTransfer): TransferStep {
  checkAmount(input.amountMinor);
  return { step: 'book', transfer: { ...input, pendingMinor: 0, state: 'posted' } };
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
