import { windowByKey, type Window } from '../time/window.ts';
import type { Limit } from './limit.ts';
import type { Measure } from './measure.ts';

/**
 * One thing that a fill consumes: a limit's window, or a contract's money. Holds, captures and
 * leases all count against allowances, so that invariant I1 is one inequality: captured + held +
 * leased ≤ amount.
 */
export interface Allowance {
  readonly key: string;
  readonly measure: Measure;
  /** Null for money, points and vouchers, which have no window and no limit. */
  readonly limit: Limit | null;
  readonly window: Window | null;
  /** What is in force, in the unit of the measure. For money: deposits plus credit. */
  readonly amount: number;
  readonly counters: AllowanceCounters;
}

export interface AllowanceCounters {
  readonly captured: number;
  readonly held: number;
  readonly leased: number;
}

export const ZERO_COUNTERS: AllowanceCounters = {
  captured: 0,
  held: 0,
  leased: 0,
};

export function limitAllowanceKey(limitId: string, windowKey: string): string {
  return `limit/${limitId}/${windowKey}`;
}

export function moneyAllowanceKey(contractId: string): string {
  return `money/${contractId}`;
}

/** Of a points account: what may be redeemed, in whole points. */
export function pointsAllowanceKey(pointsAccountId: string): string {
  return `points/${pointsAccountId}`;
}

/** Of a voucher: how often it may be redeemed, which is once (I6). */
export function voucherAllowanceKey(voucherId: string): string {
  return `voucher/${voucherId}`;
}

export interface AllowanceKeyParts {
  readonly limitId: string | null;
  readonly contractId: string | null;
  readonly windowKey: string | null;
  readonly pointsAccountId: string | null;
  readonly voucherId: string | null;
}

const NO_PARTS: AllowanceKeyParts = {
  limitId: null,
  contractId: null,
  windowKey: null,
  pointsAccountId: null,
  voucherId: null,
};

/**
 * The parts of a key made by the functions above. Throws on any other text: keys are never typed by
 * people.
 */
export function parseAllowanceKey(key: string): AllowanceKeyParts {
  const limitId = limitIdOf(key);
  if (limitId !== null) {
    const windowKey = key.slice(LIMIT.length + limitId.length + 1);
    return { ...NO_PARTS, limitId, windowKey };
  }
  const end = key.indexOf('/');
  const kind = key.slice(0, end);
  const id = key.slice(end + 1);
  if (end > 0 && id !== '' && !id.includes('/')) {
    if (kind === 'money') return { ...NO_PARTS, contractId: id };
    if (kind === 'points') return { ...NO_PARTS, pointsAccountId: id };
    if (kind === 'voucher') return { ...NO_PARTS, voucherId: id };
  }
  throw new Error(`not an allowance key: ${key}`);
}

const LIMIT = 'limit/';

/** The limit of a key, the same as `parseAllowanceKey` finds; null for a key of anything else. */
export function limitIdOf(key: string): string | null {
  if (!key.startsWith(LIMIT)) return null;
  const end = key.indexOf('/', LIMIT.length);
  return end > LIMIT.length && end + 1 < key.length ? key.slice(LIMIT.length, end) : null;
}

/** What is captured, held or leased away. */
export function used(counters: AllowanceCounters): number {
  return counters.captured + counters.held + counters.leased;
}

/**
 * What may still be given out; never negative, because late truth may leave an allowance above its
 * amount (I1).
 */
export function free(allowance: Allowance): number {
  return Math.max(0, allowance.amount - used(allowance.counters));
}

/** How far above the amount an allowance stands: what the `exposure` entries of I1 must explain. */
export function excess(allowance: Allowance): number {
  return Math.max(0, used(allowance.counters) - allowance.amount);
}

export interface AllowanceSource {
  readonly limit: Limit;
  readonly windowKey: string;
  readonly zone: string;
  readonly counters: AllowanceCounters;
}

/** The allowance of one limit window from its stored counters. */
export function limitAllowance({ limit, windowKey, zone, counters }: AllowanceSource): Allowance {
  const key = limitAllowanceKey(limit.limitId, windowKey);
  return windowAllowance({ key, limit, window: windowByKey(windowKey, zone), counters });
}

/** The same where the window is at hand. */
export function windowAllowance(source: {
  readonly key: string;
  readonly limit: Limit;
  readonly window: Window;
  readonly counters: AllowanceCounters;
}): Allowance {
  const { key, limit, window, counters } = source;
  return { key, measure: limit.measure, limit, window, amount: limit.amount, counters };
}

export interface MoneySource {
  readonly contractId: string;
  readonly depositsMinor: number;
  readonly creditLimitMinor: number;
  readonly counters: AllowanceCounters;
}

/**
 * The allowance of a contract's money: deposits plus credit are the amount, the counters are what
 * is gone from it.
 */
export function moneyAllowance(source: MoneySource): Allowance {
  return {
    key: moneyAllowanceKey(source.contractId),
    measure: 'money',
    limit: null,
    window: null,
    amount: source.depositsMinor + source.creditLimitMinor,
    counters: source.counters,
  };
}

/**
 * The allowance of something that has neither limit nor window: a points account (`amount` in whole
 * points) or a voucher (`amount` redemptions).
 */
export function countAllowance(source: {
  readonly key: string;
  readonly amount: number;
  readonly counters: AllowanceCounters;
}): Allowance {
  return { ...source, measure: 'count', limit: null, window: null };
}
