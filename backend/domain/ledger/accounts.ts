import { assert } from '../assert.ts';

/**
 * The named places between which amounts move. Money of a contract, a station or a currency stays
 * apart: a sum over two currencies would mean nothing. Points and vouchers have accounts of the
 * same kind, in points and millilitres.
 */
export const accountKinds = [
  /** A client's money with us: what was paid in less what was sold. */
  'contract',
  /** What a contract was lent above its money; moves when a debt is settled apart. */
  'credit',
  /** What a station sold, per currency. */
  'revenue',
  /** Fees of fills, per currency. */
  'fees',
  /** Money between the bank and us: payments come from here. */
  'bank',
  /** Refunds that are owed to a client whose contract is closed. */
  'refunds',
  /** Amounts that truth brought above what was allowed, and that somebody has to answer for. */
  'exposure',
  /** Differences that a person has looked at and wrote off. */
  'rounding',
  'points',
  /** What a reversal could not take back from a points account (I7). */
  'points-debt',
  /** Points in circulation are owed by the programme. */
  'points-issued',
  /** Vouchers issued and not redeemed. */
  'voucher',
  'voucher-issued',
] as const;

export type AccountKind = (typeof accountKinds)[number];

const kinds: ReadonlySet<string> = new Set(accountKinds);

function isKind(text: string): text is AccountKind {
  return kinds.has(text);
}

/** The kind is the first part of an account's id. */
export function accountKind(accountId: string): AccountKind {
  const kind = accountId.split('/')[0] ?? '';
  assert(isKind(kind), `unknown account ${accountId}`);
  return kind;
}

export const BANK_ACCOUNT_ID = 'bank';

export function contractAccountId(contractId: string): string {
  return `contract/${contractId}`;
}

export function revenueAccountId(stationId: string, currency: string): string {
  return `revenue/${stationId}/${currency}`;
}

export function feesAccountId(currency: string): string {
  return `fees/${currency}`;
}

/** What is owed to the client of a closed contract. */
export function refundsAccountId(contractId: string): string {
  return `refunds/${contractId}`;
}
