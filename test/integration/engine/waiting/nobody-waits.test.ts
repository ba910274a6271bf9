import { beforeAll, describe, expect, it } from 'vitest';
import { applyFeedPage, feedState } from '#engine/cache/feed-apply.ts';
import { record } from '#engine/cache/registers.ts';
import { keepStatementPage } from '#engine/cache/statements.ts';
import { filesInThread } from '#engine/export/file-thread.ts';
import { FILE_ROWS_MAX } from '#protocol/bridge.ts';
import type { FeedRow } from '#protocol/feed.ts';
import type { ExposureLeaseRecord } from '#protocol/records/exposure.ts';
import type { Statement, StatementLine } from '#protocol/records/statement.ts';
import { deskPerFile } from '#test/support/engine/desks.ts';

const PERIOD = { fromDate: '2026-11-01', toDate: '2026-11-21' };
const KEY = { subjectKind: 'contract', subjectId: 'client-1', ...PERIOD } as const;
const LINES = 3_000;
const exposed: ExposureLeaseRecord = {
  lineId: '1',
  kind: 'limit',
  workstationName: 'Desk 1',
  stationName: 'Station 1',
  lastSeenAtMs: 0,
  title: '=card',
  contractNumber: '1',
  clientName: 'client-1',
  measure: 'volume',
  currency: 'KZT',
  leased: 20_000,
  unreported: 0,
  lost: 0,
  untilMs: 0,
};

const desk = deskPerFile();
beforeAll(async () => {
  await desk.bench.sell();
  desk.network.backend.clock.pass(6 * 60_000);
  await desk.bench.syncOk();
  await desk.bench.ok('statement:get', KEY);
  await desk.bench.cut();
});

/** Asks for a fill in the middle of long work; both are told in the order in which they ended. */
async function order(longWork: Promise<unknown>): Promise<string[]> {
  const ended: string[] = [];
  const work = longWork.then(() => ended.push('work'));
  // A turn later the work has begun.
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  const { sale } = await desk.bench.ok('sale:authorize', desk.bench.question());
  ended.push('sale');
  desk.bench.engine.sales.reverse(sale.saleId);
  await work;
  return ended;
}

/** The page that was kept, with as many lines as a year of a large client has. */
async function longStatement(): Promise<Statement> {
  const { source: _source, ...page } = await desk.bench.ok('statement:get', KEY);
  const [known] = page.lines;
  if (known === undefined) throw new Error('nothing was sold');
  const lines = Array.from({ length: LINES }, (_, index): StatementLine => {
    return { ...known, lineId: `line-${index}`, atMs: known.atMs + index };
  });
  return { ...page, lines, nextCursor: null };
}

describe('a sale does not wait', () => {
  it('for the feed: a fill asked in the middle of a large page is given before the page is applied', async () => {
    const { cache } = desk.bench.engine.core;
    const state = feedState(cache.db);
    const card = record(cache.db, 'card', 'card-1');
    const rows = Array.from({ length: 20_000 }, (_, index): FeedRow => {
      const rowId = `feed-${index}`;
      return { entity: 'card', rowId, record: { ...card, cardId: rowId } };
    });
    const { epoch = '', cursor = '', asOfMs = 0 } = state ?? {};
    const page = { epoch, cursor, asOfMs: asOfMs ?? 0, complete: true, rows };
    expect(await order(applyFeedPage(() => cache.db, page))).toEqual(['sale', 'work']);
  });

  it('for a long statement, read without the link', async () => {
    const page = await longStatement();
    const key = { ...KEY, clientId: null };
    keepStatementPage(desk.bench.engine.core.cache.db, key, { page, cursor: null });
    expect(await order(desk.bench.ok('statement:get', KEY))).toEqual(['sale', 'work']);
  });

  it('for any exported file, which a thread of its own makes', async () => {
    const entry = new URL('../../../../electron/engine/entry-file.ts', import.meta.url);
    await desk.bench.restart({ fileEntry: entry });
    await desk.bench.cut();
    await desk.bench.signIn();
    const make = filesInThread(entry);
    const statement = await longStatement();
    const row = Array.from({ length: 10 }, (_, n) => `=${n}`);
    const rows = Array.from({ length: LINES }, () => row);
    const table = { sheet: 'Sums', titles: row, rows };
    const report = { rows: Array.from({ length: LINES }, () => exposed), asOfMs: 0 };
    const language = 'ru';
    for (const asked of [
      { of: 'statement', statement, language },
      { of: 'table', table },
      { of: 'exposure', as: 'xlsx', report, language },
      { of: 'exposure', as: 'csv', report, language },
    ] as const) {
      expect(await order(make(asked))).toEqual(['sale', 'work']);
    }
    const { bytes, lineCount } = await desk.bench.ok('statement:export', {
      ...KEY,
      language: 'en',
    });
    expect(lineCount).toBeGreaterThanOrEqual(LINES);
    expect(Buffer.from(bytes).subarray(0, 2).toString('latin1')).toBe('PK');
  });

  it('for a statement of more lines than a file has: it is refused, and says how many', async () => {
    const page = await longStatement();
    const [known] = page.lines;
    if (known === undefined) throw new Error('nothing was sold');
    const lines = Array.from({ length: FILE_ROWS_MAX + 1 }, (_, index): StatementLine => {
      return { ...known, lineId: `line-${index}` };
    });
    const key = { ...KEY, clientId: null };
    keepStatementPage(desk.bench.engine.core.cache.db, key, {
      page: { ...page, lines },
      cursor: null,
    });
    const refused = await desk.bench.refused('statement:export', { ...KEY, language: 'en' });
    expect(refused).toMatchObject({
      code: 'REPORT_TOO_LONG',
      params: { rowsMax: FILE_ROWS_MAX },
    });
  });

  it('for a file of registers that is looked at', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => `card-${n};9999${n};client-1`);
    const bytes = new Uint8Array(Buffer.from(['id;pan;client', ...rows].join('\n')));
    const operator = desk.bench.engine.session.need(null);
    if (!operator.ok) throw new Error('nobody is signed in');
    const file = { register: 'cards', fileName: 'cards.csv', bytes, defaults: {} };
    const asked = file as Parameters<typeof desk.bench.engine.registers.preview>[0];
    const looked = desk.bench.engine.registers.preview(asked, operator.value);
    expect(await order(looked)).toEqual(['sale', 'work']);
  });
});
