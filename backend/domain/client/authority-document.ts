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

type AuthorityDays = Pick<AuthorityDocument, 'fromOn' | 'untilOn'>;

/** Whether a programme lets nobody act for a client without such a paper (row V-02). */
export function asksAuthority(birth: AccountBirth): boolean {
  return birth === 'by-application';
}

/**
 * Whether a document holds on a day of its contract's zone.
 * @returns `AUTHORITY_EXPIRED` {fromOn, untilOn} before its first and after its last day
 */
export function authorityHolds(
  { fromOn, untilOn }: AuthorityDays,
  today: string,
): Result<null, 'AUTHORITY_EXPIRED'> {
  const holds = fromOn <= today && (untilOn === null || today <= untilOn);
  return holds ? ok(null) : refuse('AUTHORITY_EXPIRED', { fromOn, untilOn });
}

/**
 * Whether the days of a document are in their order.
 * @returns `FIELD_INVALID` {field: 'untilOn'} where its last day is before its first
 */
export function authorityDays({ fromOn, untilOn }: AuthorityDays): Result<null, 'FIELD_INVALID'> {
  const turned = untilOn !== null && untilOn < fromOn;
  return turned ? refuse('FIELD_INVALID', { field: 'untilOn' }) : ok(null);
}

/**
 * Whether somebody may be invited by a document: also by one that holds only later, and by none
 * that is over.
 * @param today `YYYY-MM-DD` in the zone of its contract
 * @returns a refusal of `authorityDays`; `AUTHORITY_EXPIRED` {fromOn, untilOn} after its last day
 */
export function mayInviteBy(
  { fromOn, untilOn }: AuthorityDays,
  today: string,
): Result<null, 'FIELD_INVALID' | 'AUTHORITY_EXPIRED'> {
  const days = authorityDays({ fromOn, untilOn });
  if (!days.ok) return days;
  const isOver = untilOn !== null && untilOn < today;
  return isOver ? refuse('AUTHORITY_EXPIRED', { fromOn, untilOn }) : ok(null);
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
