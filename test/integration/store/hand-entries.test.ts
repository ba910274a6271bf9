import { afterEach, beforeEach, expect, it } from 'vitest';
import { HAND_ENTRY_UNDER_WAY_MS } from '#domain/sale/hand-entry.ts';
import { NOON_MS } from '#test/support/facts.ts';
import {
  ask,
  authorize,
  nextId,
  openBench,
  seedNetwork,
  type StoreBench,
} from '#test/support/network-store.ts';

// A note stands before its sale is booked: whatever comes between leaves it alone.

const LATER_MS = NOON_MS + HAND_ENTRY_UNDER_WAY_MS;
const day = (userId: string, atMs = NOON_MS) => ({ userId, enteredOn: '2026-11-20', atMs });

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
  await seedNetwork(bench.store);
  const person = { role: 'accountant', active: true, passwordHash: 'none' } as const;
  for (const login of ['first', 'second']) {
    const named = { userId: login, login, displayName: login };
    await bench.store.stores.identity.addUser({ ...named, ...person });
  }
});
afterEach(() => bench.dispose());

const entries = () => bench.store.stores.handEntries;
const entryOf = (saleId: string, userId: string, atMs = NOON_MS) => {
  return { commandId: nextId(), saleId, reason: userId, ...day(userId, atMs) };
};
const marks = async (): Promise<readonly string[]> => {
  const rows = await bench.rows<{ reason: string }>('SELECT reason FROM hand_entry');
  return rows.map(({ reason }) => reason);
};

it('an entry whose booking broke off is nobody’s a minute later: another one enters the slip, with one mark', async () => {
  const saleId = nextId();
  expect(await entries().note(entryOf(saleId, 'first'), 1)).toBe('noted');
  expect(await entries().note(entryOf(saleId, 'second', LATER_MS - 1), 1)).toBe('under-way');
  expect(await entries().countOf(day('first', LATER_MS - 1))).toBe(1);
  expect(await entries().countOf(day('first', LATER_MS))).toBe(0);
  expect(await entries().note(entryOf(saleId, 'second', LATER_MS), 1)).toBe('noted');
  await ask(bench.store, authorize(saleId, 1_000));
  expect(await marks()).toEqual(['second']);
  expect(await entries().note(entryOf(saleId, 'first', LATER_MS), 1)).toBe('entered');
});

it('an entry that broke off is begun again by its person at once, and takes one of his quota', async () => {
  const saleId = nextId();
  const first = entryOf(saleId, 'first');
  expect(await entries().note(first, 1)).toBe('noted');
  expect(await entries().note(first, 1)).toBe('noted');
  expect(await entries().note(entryOf(saleId, 'first'), 1)).toBe('noted');
  expect(await marks()).toEqual(['first']);
  expect(await entries().note(entryOf(nextId(), 'first'), 1)).toBe('quota');
  await ask(bench.store, authorize(saleId, 1_000));
  expect(await entries().countOf(day('first', LATER_MS))).toBe(1);
});
