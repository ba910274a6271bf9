import { expect, it } from 'vitest';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import { authorize, give } from '#test/support/authority-commands.ts';
import { FactBook, limitOf, NOON_MS } from '#test/support/facts.ts';

const DAY_MS = 86_400_000;
/** Midnight in Almaty, twelve hours after noon. */
const TOMORROW_MS = NOON_MS + DAY_MS / 2;

/**
 * What is named of a limit of 100 l a day that is 20 l from tomorrow on, 70 l of it leased then.
 */
function namedOn(atMs: number) {
  const terms = { ...PLAIN_TERMS, amount: 20_000 };
  const limit = limitOf({ amount: 100_000, scheduled: [{ fromMs: TOMORROW_MS, terms }] });
  const book = new FactBook({ limits: [limit] });
  const leased = { captured: 0, held: 0, leased: 70_000 };
  book.counters.set('limit/limit-1/day:2026-11-22', leased);
  give(book, { ...authorize('s1', 1_000), atMs });
  return book.changes.flatMap((change) => {
    if (change.kind !== 'exposure.put') return [];
    const { allowanceKey, quantity } = change.exposure;
    return [[allowanceKey, quantity]];
  });
}

it('[I1] what was leased above a planned lowering is named, also when nobody asked that day', () => {
  const above = [['limit/limit-1/day:2026-11-22', 50_000]];
  expect(namedOn(TOMORROW_MS - 1)).toEqual([]);
  expect(namedOn(TOMORROW_MS + 1)).toEqual(above);
  expect(namedOn(TOMORROW_MS + 5 * DAY_MS)).toEqual(above);
});
