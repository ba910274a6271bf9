import { isPeriod } from '../time/window.ts';
import { countingTimeFault } from './counting-time.ts';
import type { Limit, LimitTerms, ScheduledTerms, SeenTerms } from './limit.ts';

/** More planned changes than this are a mistake of whoever plans. */
export const SCHEDULED_MAX = 50;

/**
 * The limit as it is in force at an instant, with what is planned after it; null when it has ended
 * by then. A limit whose time has not come counts on no weekday. The same object comes back when
 * nothing is due: this is asked for every limit of every decision.
 */
export function termsDue(limit: Limit, atMs: number): Limit | null {
  const first = limit.scheduled[0];
  if (first === undefined || first.fromMs > atMs) return limit;
  const scheduled = limit.scheduled.filter(({ fromMs }) => fromMs > atMs);
  const due = limit.scheduled[limit.scheduled.length - scheduled.length - 1] ?? first;
  return due.terms === null ? null : { ...limit, ...due.terms, scheduled };
}

/** The limits in force at an instant; the same list when nothing is due. */
export function limitsInForce(limits: readonly Limit[], atMs: number): readonly Limit[] {
  const isDue = limits.some((limit) => (limit.scheduled[0]?.fromMs ?? Infinity) <= atMs);
  if (!isDue) return limits;
  return limits.flatMap((limit) => termsDue(limit, atMs) ?? []);
}

/**
 * The least amount that is in force between two instants, in the unit of the measure: what a lease
 * that lives that long may be sized by. Terms that count on no day bound nothing.
 */
export function leastAmount(limit: Limit, fromMs: number, untilMs: number): number {
  const now = termsDue(limit, fromMs);
  if (now === null) return 0;
  const ahead = now.scheduled.filter((planned) => planned.fromMs < untilMs);
  const amounts = [now, ...ahead.flatMap(({ terms }) => terms ?? [])]
    .filter(({ weekdays }) => weekdays !== 0)
    .map(({ amount }) => amount);
  return amounts.length === 0 ? 0 : Math.min(...amounts);
}

/** The terms of a limit that are in force, without its name and plans. */
export function termsOf(limit: LimitTerms): LimitTerms {
  const { amount, weekdays, fromMinute, toMinute, action } = limit;
  return { amount, weekdays, fromMinute, toMinute, action };
}

/**
 * What a change that begins at an instant, or at once, is worked out from where the limit was read
 * so: its terms of then, none where it will have ended.
 */
export function termsSeen(limit: Limit, fromMs: number | null): LimitTerms[] {
  const due = termsDue(limit, fromMs ?? 0);
  return due === null ? [] : [termsOf(due)];
}

/**
 * Whether the terms that will be in force at an instant are those that a change was worked out
 * from. Somebody else's change in the meantime makes them others.
 */
export function isAsSeen({ terms }: SeenTerms, limit: Limit | null, atMs: number): boolean {
  const due = limit && termsDue(limit, atMs);
  if (due === null) return terms.length === 0;
  return terms.some((seen) => sameTerms(seen, due));
}

/** Whether two say the same, whatever else the limits are. */
export function sameTerms(one: LimitTerms, other: LimitTerms): boolean {
  return JSON.stringify(termsOf(one)) === JSON.stringify(termsOf(other));
}

/**
 * The limit with a change planned for an instant. A change of the same instant is replaced, an end
 * takes away what was planned after it. Null when the limit has ended by then: nothing can follow
 * an end, and when too much is planned.
 */
export function withScheduled(limit: Limit, planned: ScheduledTerms): Limit | null {
  const { fromMs, terms } = planned;
  const ended = limit.scheduled.some((one) => one.terms === null && one.fromMs < fromMs);
  if (ended) return null;
  const before = limit.scheduled.filter((one) => one.fromMs < fromMs);
  const after = terms === null ? [] : limit.scheduled.filter((one) => one.fromMs > fromMs);
  const scheduled = [...before, planned, ...after];
  return scheduled.length > SCHEDULED_MAX ? null : { ...limit, scheduled };
}

/** A limit that comes into force later: until then it counts on no day. */
export function startingLater(limit: Limit, fromMs: number): Limit {
  return { ...limit, weekdays: 0, scheduled: [{ fromMs, terms: termsOf(limit) }] };
}

/** The field that makes a limit no limit, or null (row N-16: negative, not a number). */
export function limitFault(limit: Limit): string | null {
  if ((limit.scopeKind === 'all') !== (limit.scopeId === null)) return 'scopeId';
  if (!isPeriod(limit.period)) return 'period';
  const ahead = limit.scheduled.flatMap(({ terms }) => terms ?? []);
  const fault = [termsOf(limit), ...ahead].map(termsFault).find((found) => found !== null);
  return fault ?? (isInOrder(limit.scheduled) ? null : 'scheduled');
}

/** The field that makes terms no terms, or null. */
export function termsFault(terms: LimitTerms): string | null {
  if (!Number.isSafeInteger(terms.amount) || terms.amount < 0) return 'amount';
  return countingTimeFault(terms);
}

function isInOrder(scheduled: readonly ScheduledTerms[]): boolean {
  return scheduled.every(({ fromMs, terms }, index) => {
    const next = scheduled[index + 1];
    return (
      Number.isSafeInteger(fromMs) &&
      (next === undefined || (terms !== null && fromMs < next.fromMs))
    );
  });
}
