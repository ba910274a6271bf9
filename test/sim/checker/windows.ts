import { Temporal } from 'temporal-polyfill';

/** A limit's window as its key tells it: a day, a week from its Monday, a month, or for ever. */
export interface WindowSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

const FOR_EVER: WindowSpan = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
const LENGTHS = { day: { days: 1 }, week: { days: 7 }, month: { months: 1 } } as const;
const known = new Map<string, WindowSpan>();

/** Reckoned anew from local dates in the contract's zone (architecture §4). */
export function spanOf(windowKey: string, zone: string): WindowSpan {
  const memo = `${windowKey} ${zone}`;
  const before = known.get(memo);
  if (before !== undefined) return before;
  const span = reckoned(windowKey, zone);
  known.set(memo, span);
  return span;
}

function reckoned(windowKey: string, zone: string): WindowSpan {
  const [period = '', date = ''] = windowKey.split(':');
  if (period !== 'day' && period !== 'week' && period !== 'month') return FOR_EVER;
  const first = Temporal.PlainDate.from(period === 'month' ? `${date}-01` : date);
  return {
    fromMs: first.toZonedDateTime(zone).epochMilliseconds,
    toMs: first.add(LENGTHS[period]).toZonedDateTime(zone).epochMilliseconds,
  };
}
