import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { feedEntities, feedRow, type FeedRow } from '#protocol/feed.ts';
import type { CardRecord } from '#protocol/records.ts';
import { cardOf, NOON_MS } from '#test/support/facts.ts';
import {
  ask,
  authorize,
  capture,
  hash64,
  nextId,
  openBench,
  putChanges,
  seedNetwork,
  type StoreBench,
} from '#test/support/network-store.ts';

let bench: StoreBench;
const DAY_MS = 86_400_000;

beforeEach(async () => {
  bench = await openBench();
  await seedNetwork(bench.store);
});
afterEach(() => bench.dispose());

async function pull(stationId: string, cursor = '', limit = 1000) {
  const part = await bench.store.stores.feed.feed({ stationId, cursor, limit });
  if (part === null) throw new Error('the cursor is unknown');
  return part;
}

/** What a station knows after pulling everything since a cursor. */
async function pullAll(
  stationId: string,
  known = new Map<string, FeedRow>(),
  from = '',
  limit = 3,
) {
  let cursor = from;
  for (;;) {
    const page = await pull(stationId, cursor, limit);
    for (const row of page.rows) {
      const key = `${row.entity} ${row.rowId}`;
      if (row.record === null) known.delete(key);
      else known.set(key, row);
    }
    cursor = page.cursor;
    if (page.complete) return { known, cursor };
  }
}

const addCard = (cardId: string, stationIds: string[] | null, patch: Partial<CardRecord> = {}) =>
  putChanges(bench.store, {
    kind: 'card.add',
    card: { ...cardOf({ cardId }), productIds: null, stationIds, ...patch },
    panHash: hash64(cardId),
  });

/** Only an authority's decision changes a card; the lists of stations have no command yet. */
function rescope(cardId: string, stationIds: string[] | null): Promise<unknown> {
  const command = { commandId: nextId(), atMs: NOON_MS, workstationId: null } as const;
  const block = { kind: 'card.block', reason: 'client', cardId, ...command } as const;
  return bench.store.stores.deciding.commitBatch(
    [{ command: block, digest: '', line: null }],
    (_c, facts) => {
      if (facts.card === null) throw new Error('no card');
      const change = { kind: 'card.put', card: { ...facts.card, stationIds } } as const;
      return { outcome: { ok: true, value: { kind: 'done' } }, changes: [change] };
    },
  );
}

describe('the feed', () => {
  it('carries everything that a station needs, each row in the form of the protocol', async () => {
    const { known } = await pullAll('station-1');
    expect([...known.keys()].map((key) => key.split(' ')[0]).sort()).toEqual([
      'card',
      'contract',
      'price',
      'product',
      'product-group',
      'station',
      'workstation',
    ]);
    for (const row of known.values()) {
      expect(feedRow.parse(row)).toEqual(row);
      expect(feedEntities[row.entity].parse(row.record)).toEqual(row.record);
    }
  });

  it('gives a changed row once, in its latest state, under its newest number', async () => {
    const { cursor } = await pullAll('station-1');
    const block = {
      kind: 'card.block',
      cardId: 'card-1',
      atMs: NOON_MS,
      workstationId: null,
    } as const;
    await ask(bench.store, { ...block, commandId: nextId(), reason: 'client' });
    await ask(bench.store, {
      ...block,
      kind: 'card.unblock',
      commandId: nextId(),
      by: 'staff',
    });
    const page = await pull('station-1', cursor);
    expect(page.rows).toHaveLength(1);
    expect(page.rows[0]).toMatchObject({ rowId: 'card-1', record: { state: 'active' } });
    expect(page.cursor).toBe(await bench.store.stores.feed.feedHead());
    expect((await pull('station-1', page.cursor)).rows).toEqual([]);
  });

  it('is gap-free: every row comes once, page by page, and the last page reaches the head', async () => {
    for (let i = 0; i < 20; i += 1) await addCard(`card-${i + 10}`, null);
    const names: string[] = [];
    let cursor = '';
    let complete = false;
    while (!complete) {
      const page = await pull('station-1', cursor, 4);
      names.push(...page.rows.map((row) => `${row.entity} ${row.rowId}`));
      ({ cursor, complete } = page);
    }
    const own = names.filter((name) => !name.startsWith('contract'));
    expect(own).toHaveLength(new Set(own).size);
    const cards = names.filter((name) => name.startsWith('card card-'));
    expect(cards.slice(-20)).toEqual(Array.from({ length: 20 }, (_, i) => `card card-${i + 10}`));
    expect(cursor).toBe(await bench.store.stores.feed.feedHead());
  });

  it('shows a card to the stations that accept it, and to no other', async () => {
    await addCard('here', ['station-1']);
    await addCard('there', ['station-2']);
    const here = await pullAll('station-1');
    const there = await pullAll('station-2');
    expect(here.known.has('card here')).toBe(true);
    expect(here.known.has('card there')).toBe(false);
    expect(there.known.has('card there')).toBe(true);
    expect(there.known.has('card card-1')).toBe(true);
    expect(there.known.has('workstation desk-1')).toBe(false);
    expect([...there.known.keys()].some((key) => key.startsWith('price'))).toBe(false);
  });

  it('takes a card away with a tombstone when it leaves a scope, and brings it back', async () => {
    await addCard('card-2', null);
    const before = await pullAll('station-1');
    await rescope('card-2', ['station-2']);
    const page = await pull('station-1', before.cursor);
    expect(page.rows[0]).toMatchObject({ entity: 'card', rowId: 'card-2', record: null });
    // Its contract has another card here, and stays.
    expect(page.rows.slice(1)).toMatchObject([{ entity: 'contract', record: { state: 'signed' } }]);
    // A station that comes later never had it: nothing has to be taken away.
    expect((await pull('station-1')).rows.map((row) => row.rowId)).not.toContain('card-2');
    await rescope('card-2', ['station-1']);
    const back = await pullAll('station-1', before.known, page.cursor);
    expect(back.known.has('card card-2')).toBe(true);
  });

  it('knows no tombstone of what a station could never have had', async () => {
    await addCard('card-2', ['station-2']);
    const { cursor } = await pullAll('station-1');
    await ask(bench.store, {
      kind: 'card.block',
      cardId: 'card-2',
      reason: 'theft',
      commandId: nextId(),
      atMs: NOON_MS,
      workstationId: null,
    });
    expect((await pull('station-1', cursor)).rows).toEqual([]);
  });

  it('[I9] names the people of a card only where it was sold within 60 days', async () => {
    await addCard('card-2', null, { holder: 'Иванов', vehicle: 'А 123 ВС' });
    const seen = async () => {
      const { known } = await pullAll('station-1');
      return known.get('card card-2')?.record;
    };
    expect(await seen()).toMatchObject({ holder: null, vehicle: null });
    const saleId = nextId();
    await ask(bench.store, { ...authorize(saleId, 1_000), cardId: 'card-2' } as never);
    await ask(bench.store, capture(nextId(), saleId, 1_000));
    expect(await seen()).toMatchObject({ holder: 'Иванов', vehicle: 'А 123 ВС' });
    bench.nowMs = NOON_MS + 61 * DAY_MS;
    expect(await seen()).toMatchObject({ holder: null, vehicle: null });
  });

  it('calls its listener after a commit that moved it, and after no other', async () => {
    const heard: string[] = [];
    bench.heard = (cursor) => heard.push(cursor);
    await addCard('card-2', null);
    expect(heard).toEqual([await bench.store.stores.feed.feedHead()]);
    await ask(bench.store, authorize(nextId(), 1_000));
    expect(heard).toHaveLength(1);
    const failing = bench.store.stores.deciding.commitBatch(
      [{ command: authorize(nextId(), 1), digest: '', line: null }],
      (_command, facts) => {
        if (facts.card === null) throw new Error('no card');
        const changes = [
          { kind: 'card.put', card: facts.card },
          { kind: 'card.put', card: { ...facts.card, cardId: 'nobody' } },
        ] as const;
        return { outcome: { ok: true, value: { kind: 'done' } }, changes };
      },
    );
    await expect(failing).rejects.toThrow('a card was expected');
    await addCard('card-3', null);
    expect(heard).toHaveLength(2);
  });
});
