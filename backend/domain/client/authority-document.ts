import { Temporal } from 'temporal-polyfill';
import type { AccountBirth } from '../identity/programme.ts';
import { ok, refuse, type Result } from '../result.ts';

/** By what a representative speaks for his company (row V-02): a power of attorney, an order. */
export interface AuthorityDocument {
  readonly title: string;
  readonly number: string;
  /** The first and the last day, both inclusive, as dates `YYYY-MM-DD`. */
  readonly fromOn: string;
  /** Null for one without an end. */
  readonly untilOn: string | null;
}

/** Whether a programme lets nobody act for a client without such a paper (row V-02). */
export function asksAuthority(birth: AccountBirth): boolean {
  return birth === 'by-application';
}

/**
 * Whether a document holds on a day of its contract's zone.
 * @returns `AUTHORITY_EXPIRED` {fromOn, untilOn} before its first and after its last day
 */
export function authorityHolds(
  { fromOn, untilOn }: Pick<AuthorityDocument, 'fromOn' | 'untilOn'>,
  today: string,
): Result<null, 'AUTHORITY_EXPIRED'> {
  const holds = fromOn <= today && (untilOn === null || today <= untilOn);
  return holds ? ok(null) : refuse('AUTHORITY_EXPIRED', { fromOn, untilOn });
}

/** Its holder is told so many days before its last one: a new paper takes days to be signed. */
const TOLD_DAYS_BEFORE = 14;

/**
 * Between which last days a paper ends soon, seen from a day.
 * @param today `YYYY-MM-DD`
 */
export function endingSoon(today: string): { readonly fromOn: string; readonly untilOn: string } {
  const untilOn = Temporal.PlainDate.from(today).add({ days: TOLD_DAYS_BEFORE }).toString();
  return { fromOn: today, untilOn };
}
