import { describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { assert } from '#domain/assert.ts';
import { refuse } from '#domain/result.ts';
import { applyFeedPage, feedState } from '#engine/cache/feed-apply.ts';
import { cardByPanHash, record } from '#engine/cache/registers.ts';
import type { FeedPage } from '#protocol/feed.ts';
import { keepStatementPage, keptStatement } from '#engine/cache/statements.ts';
import type { BackendClient } from '#engine/ports.ts';
import { call } from '#test/support/backend/http-client.ts';
import { signIn } from '#test/support/backend/small-network.ts';
import { deskPerTest } from '#test/support/engine/desks.ts';
import readXlsxFile from 'read-excel-file/node';

const desk = deskPerTest();

const group = { groupId: 'g-1', name: 'Fuels' };

describe('feed', () => {
  it('brings state, goes on from its cursor, and deletes only what a tombstone names', async () => {
    const { db } = desk.bench.engine.core.cache;
    const apply = (page: FeedPage) => applyFeedPage(() => db, page);
    const state = feedState(db);
    expect(state?.asOfMs).toBe(desk.network.backend.clock.nowMs());
    const cursor = `${state?.cursor ?? ''}1`;
    const page = { epoch: state?.epoch ?? '', cursor, complete: true, asOfMs: 1 };
    const row = { entity: 'product-group', rowId: 'g-1' } as const;
    await apply({ ...page, rows: [{ ...row, record: group }] });
    expect(record(db, 'product-group', 'g-1')).toEqual(group);
    await apply({ ...page, rows: [] });
    expect(record(db, 'product-group', 'g-1')).toEqual(group);
    await apply({ ...page, rows: [{ ...row, record: null }] });
    expect(record(db, 'product-group', 'g-1')).toBeNull();
  });

  it('a card is found by the number that it has, when anything of it changes', async () => {
    const { db } = desk.bench.engine.core.cache;
    const card = record(db, 'card', 'card-1');
    assert(card !== null, 'the station accepts it');
    const { epoch = '', cursor = '' } = feedState(db) ?? {};
    const apply = async (next: typeof card): Promise<void> => {
      const rows: FeedPage['rows'] = [{ entity: 'card', rowId: 'card-1', record: next }];
      await applyFeedPage(() => db, { epoch, cursor, complete: true, asOfMs: 1, rows });
    };
    const blocked = { ...card, state: 'blocked', blockReason: 'theft' } as const;
    await apply(blocked);
    expect(cardByPanHash(db, card.panHash)).toEqual(blocked);
    const replaced = { ...card, panHash: 'a7'.repeat(32) };
    await apply(replaced);
    expect(cardByPanHash(db, card.panHash)).toBeNull();
    expect(cardByPanHash(db, replaced.panHash)).toEqual(replaced);
  });

  it('a record of a newer program changes nothing', async () => {
    const { db } = desk.bench.engine.core.cache;
    const before = feedState(db);
    const row = {
      entity: 'product-group',
      rowId: 'g-2',
      record: { ...group, more: 1 },
    } as const;
    const page = {
      epoch: before?.epoch ?? '',
      cursor: '99',
      complete: true,
      asOfMs: 1,
      rows: [row],
    };
    const applied = await applyFeedPage(() => db, page);
    expect(applied).toMatchObject({ ok: false, code: 'CLIENT_UPGRADE_REQUIRED' });
    expect(feedState(db)).toEqual(before);
  });

  it('is built anew beside the old cache when its cursor means nothing any more', async () => {
    await desk.bench.find();
    const { core } = desk.bench.engine;
    core.cache.db.prepare(`UPDATE feed_state SET cursor = '1000000'`).run();
    core.cache.db.prepare(`DELETE FROM record WHERE entity = 'product'`).run();
    await desk.bench.syncOk();
    expect(record(core.cache.db, 'product', 'dt')).not.toBeNull();
    // What did not come by the feed is still there.
    await desk.bench.cut();
    expect((await desk.bench.find()).limits).toEqual([]);
  });

  it('[I5] a card that was stopped here stays stopped when building it anew is cut short', async () => {
    const { client } = desk.bench.line;
    let told = false;
    const backend: BackendClient = {
      call: async (routeId, input, auth) => {
        if (routeId !== 'feed.pull') return client.call(routeId, input, auth);
        if (told) return refuse('LINK_DOWN');
        const page = await client.call(routeId, Object.assign({}, input, { limit: 1 }), auth);
        told = JSON.stringify(page).includes('"rowId":"card-1"');
        return page;
      },
    };
    await desk.bench.restart({ backend });
    await desk.bench.signIn();
    await desk.bench.cut();
    // The other one is behind it in the feed, and never comes.
    for (const cardId of ['card-1', 'card-2']) {
      await desk.bench.ok('card:block', { cardId, reason: 'client' });
    }
    const { core } = desk.bench.engine;
    core.cache.db.prepare(`UPDATE feed_state SET cursor = '1000000'`).run();
    desk.bench.line.state = 'up';
    expect(await desk.bench.engine.syncOnce()).toMatchObject({ code: 'LINK_DOWN' });
    expect(told).toBe(true);
    const refusal = await desk.bench.refused('sale:authorize', desk.bench.question());
    expect(refusal.code).toBe('CARD_BLOCKED');
    const session = await signIn(desk.network.url, 'curator');
    for (const cardId of ['card-1', 'card-2']) {
      await call(desk.network.url, 'card.unblock', { commandId: uuid(), cardId }, { session });
    }
  });

  it('a damaged cache is replaced, and the journal is not', async () => {
    const before = desk.bench.engine.core.journal.head();
    desk.bench.engine.close();
    const { writeFileSync } = await import('node:fs');
    const { join } = await import('node:path');
    writeFileSync(join(desk.bench.dataDir, 'cache.db'), Buffer.alloc(8192, 7));
    await desk.bench.open();
    expect(desk.bench.engine.core.journal.head()).toEqual(before);
    await desk.bench.syncOk();
    expect(record(desk.bench.engine.core.cache.db, 'product', 'dt')).not.toBeNull();
  });
});

describe('station context', () => {
  it('is there without the link, with the prices in force', async () => {
    await desk.bench.cut();
    const context = await desk.bench.ok('station:context', {});
    expect(context.products.map(({ priceMinorPerLitre }) => priceMinorPerLitre)).toEqual([
      6_000, 6_000,
    ]);
    expect(context).toMatchObject({ currency: 'RUB', demoCards: [], source: 'local' });
  });
});

describe('statements', () => {
  const period = { fromDate: '2026-11-21', toDate: '2026-11-21' };
  const asked = { subjectKind: 'card', subjectId: 'card-1', ...period } as const;

  it('read online are there offline, with own sales since then and with their «as of»', async () => {
    expect((await desk.bench.ok('statement:get', asked)).source).toBe('online');
    const sale = await desk.bench.sell({}, 3_000);
    await desk.bench.cut();
    const local = await desk.bench.ok('statement:get', asked);
    expect(local.source).toBe('local');
    const own = local.lines.filter((line) => line.lineId === sale.saleId);
    expect(own).toHaveLength(1);
    await desk.bench.mend();
    const online = await desk.bench.ok('statement:get', asked);
    expect(online.totals).toEqual(local.totals);
    expect(online.lines).toEqual(local.lines);
    await desk.bench.cut();
    const after = await desk.bench.ok('statement:get', asked);
    expect(after.lines).toEqual(online.lines);
    const never = { ...asked, fromDate: '2026-11-20' };
    expect((await desk.bench.refused('statement:get', never)).code).toBe('NOT_CACHED');
  });

  it('of many periods make room for the newest', async () => {
    const { source: _source, ...page } = await desk.bench.ok('statement:get', asked);
    const { db } = desk.bench.engine.core.cache;
    const key = (number: number) => ({ ...asked, subjectId: `card-${number}`, clientId: null });
    for (let number = 0; number < 300; number += 1) {
      const kept = { page: { ...page, asOfMs: page.asOfMs + number }, cursor: null };
      keepStatementPage(db, key(number), kept);
    }
    expect(await keptStatement(() => db, key(299))).not.toBeNull();
    expect(await keptStatement(() => db, key(0))).toBeNull();
  });

  it('of a contract keeps its balance right with own sales', async () => {
    const contract = { subjectKind: 'contract', subjectId: 'client-1', ...period } as const;
    await desk.bench.ok('statement:get', contract);
    await desk.bench.sell({}, 2_000);
    await desk.bench.cut();
    const local = await desk.bench.ok('statement:get', contract);
    await desk.bench.mend();
    const online = await desk.bench.ok('statement:get', contract);
    expect(local.closingMinor).toBe(online.closingMinor);
    expect(local.totals).toEqual(online.totals);
  });

  it('are exported as a workbook of numbers, moments and plain texts', async () => {
    const session = await signIn(desk.network.url, 'curator');
    const limit = { commandId: uuid(), contractId: 'client-1', amountMinor: 1_050, memo: '=1+1' };
    await call(desk.network.url, 'contract.top-up', limit, { session });
    const contract = { subjectKind: 'contract', subjectId: 'client-1', ...period } as const;
    await desk.bench.sell({}, 1_234);
    await desk.bench.syncOk();
    for (const language of ['ru', 'en', 'kk'] as const) {
      const file = await desk.bench.ok('statement:export', { ...contract, language });
      expect(file.fileName).toMatch(/\.xlsx$/u);
      const sheets = await readXlsxFile(Buffer.from(file.bytes));
      const rows = sheets[0]?.data ?? [];
      const cells = rows.flat();
      expect(cells).toContain(1.234);
      expect(cells).toContain(10.5);
      expect(cells.filter((cell) => cell instanceof Date).length).toBeGreaterThan(3);
    }
  });
});
