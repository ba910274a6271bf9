import { expect, it } from 'vitest';
import type { Feedback } from '#service/feedback/feedback-rows.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { nextId } from '#test/support/network-store.ts';
import { storePerTest } from '#test/support/store-per-test.ts';

const store = storePerTest();
const { commit } = store;

const feedbackOf = (patch: Partial<Feedback> = {}): Feedback => ({
  feedbackId: nextId(),
  number: 1,
  programmeId: null,
  contact: '+79160000001',
  text: 'Цена на табло другая',
  language: 'ru',
  workstationId: 'desk-1',
  writtenAtMs: NOON_MS - 1,
  toldAtMs: NOON_MS,
  state: 'new',
  answer: null,
  answeredAtMs: null,
  answeredBy: null,
  closedAtMs: null,
  closedBy: null,
  revision: 0,
  ...patch,
});

it('[N-26] feedback is numbered, each number once, and read the newest first with its names', async () => {
  for (const number of [1, 2, 3]) {
    expect(await store.stores.feedback.nextNumber()).toBe(number);
    const feedback = feedbackOf({ number });
    expect(await commit({ kind: 'feedback.add', feedback })).toBe('done');
  }
  const feedback = feedbackOf({ number: 3 });
  expect(await commit({ kind: 'feedback.add', feedback })).toBe('stale');
  const question = { cursor: null, limit: 2, state: 'new' } as const;
  const first = await store.stores.feedback.page(question);
  expect(first.rows.map(({ number }) => number)).toEqual([3, 2]);
  expect(first.rows[0]?.workstationName).not.toBeNull();
  expect(first.rows[0]?.stationName).not.toBeNull();
  const rest = await store.stores.feedback.page({ ...question, cursor: first.nextCursor });
  expect(rest).toMatchObject({ rows: [{ number: 1 }], nextCursor: null });
  const closed = await store.stores.feedback.page({ ...question, state: 'closed' });
  expect(closed.rows).toEqual([]);
});

it('[N-26] what came of it is kept; of two who answer at once one does', async () => {
  const feedback = feedbackOf();
  await commit({ kind: 'feedback.add', feedback });
  const by = { answer: 'Исправлено', answeredAtMs: NOON_MS, answeredBy: 'user-1' };
  const answered: Feedback = { ...feedback, ...by, state: 'answered' };
  expect(await commit({ kind: 'feedback.put', feedback: answered })).toBe('done');
  expect(await commit({ kind: 'feedback.put', feedback: answered })).toBe('stale');
  const kept = await store.stores.feedback.feedback(feedback.feedbackId);
  expect(kept).toEqual({ ...answered, revision: 1 });
});
