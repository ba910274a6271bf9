import { beforeAll, expect, it } from 'vitest';
import { applyFeedPage, feedState } from '#engine/cache/feed-apply.ts';
import { isWorthFolding } from '#engine/cache/fold-log.ts';
import { record } from '#engine/cache/registers.ts';
import type { FeedRow } from '#protocol/feed.ts';
import { deskPerFile } from '#test/support/engine/desks.ts';

const ENTRY = new URL('../../../../electron/engine/entry-fold.ts', import.meta.url);
const CARDS = 6_000;
/** A thread begins when the machine has a processor for it. */
const SOON = { timeout: 20_000 };

const desk = deskPerFile();
beforeAll(async () => {
  await desk.bench.restart({ foldEntry: ENTRY });
  await desk.bench.signIn();
});

it('no sale waits for the log of the cache: no commit folds it, a thread does after the round', async () => {
  const { bench } = desk;
  const { cache } = bench.engine.core;
  const card = record(cache.db, 'card', 'card-1');
  const rows = Array.from({ length: CARDS }, (_, index): FeedRow => {
    const rowId = `folded-${index}`;
    const holder = 'x'.repeat(100);
    return { entity: 'card', rowId, record: { ...card, cardId: rowId, holder } };
  });
  const { epoch = '', cursor = '', asOfMs } = feedState(cache.db) ?? {};
  const page = { epoch, cursor, asOfMs: asOfMs ?? 0, complete: true, rows };
  expect((await applyFeedPage(() => cache.db, page)).ok).toBe(true);
  expect(isWorthFolding(cache.db)).toBe(true);
  await bench.syncOk();
  await expect.poll(() => isWorthFolding(cache.db), SOON).toBe(false);
  expect(record(cache.db, 'card', 'folded-1')).toMatchObject({ cardId: 'folded-1' });
  expect(bench.faults).toEqual([]);
});
