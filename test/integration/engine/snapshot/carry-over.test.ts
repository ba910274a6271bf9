import { describe, expect, it } from 'vitest';
import { assert } from '#domain/assert.ts';
import { ok } from '#domain/result.ts';
import { keepStatementPage, keptStatement } from '#engine/cache/statements.ts';
import { turn } from '#engine/turn.ts';
import type { Statement } from '#protocol/records/statement.ts';
import { deskPerTest } from '#test/support/engine/desks.ts';

const desk = deskPerTest();

const period = { fromDate: '2026-11-21', toDate: '2026-11-21' };
const askOf = (subjectId: string) => ({ subjectKind: 'card', subjectId, ...period }) as const;
const keyOf = (subjectId: string) => ({ ...askOf(subjectId), clientId: null });

/** More than the pieces in which lines are carried over and read. */
const LINES = 450;

async function longPage(): Promise<Statement> {
  await desk.bench.sell({}, 1_000);
  await desk.bench.syncOk();
  const { source: _source, ...page } = await desk.bench.ok('statement:get', askOf('card-1'));
  const [line] = page.lines;
  assert(line !== undefined, 'the sale is on it');
  const lines = Array.from({ length: LINES }, (_, at) => ({ ...line, lineId: `line-${at}` }));
  return { ...page, lines, nextCursor: null };
}

async function linesOf(subjectId: string): Promise<number | undefined> {
  return (await keptStatement(() => desk.bench.engine.core.cache.db, keyOf(subjectId)))?.lines
    .length;
}

describe('a statement that is read while another cache is made ready', () => {
  it.each(['card-0', 'card-9'])('of %s can be read again behind the swap', async (meanwhile) => {
    const { cache } = desk.bench.engine.core;
    const page = await longPage();
    keepStatementPage(cache.db, keyOf('card-5'), { page, cursor: null });
    assert(cache.beginRebuild().ok, 'there is room');
    const ready = cache.makeReady();
    // The statements have been copied, and of their lines the first piece.
    await turn();
    keepStatementPage(cache.db, keyOf(meanwhile), { page, cursor: null });
    await ready;
    assert(cache.swap(() => ok(null)).ok, 'nothing keeps it');
    const faults = cache.db.prepare('SELECT * FROM pragma_foreign_key_check').all();
    expect(faults).toEqual([]);
    expect(await linesOf('card-5')).toBe(LINES);
    expect(await linesOf(meanwhile)).toBeUndefined();
    keepStatementPage(cache.db, keyOf(meanwhile), { page, cursor: null });
    expect(await linesOf(meanwhile)).toBe(LINES);
    expect(desk.bench.faults).toEqual([]);
  });

  it('read anew meanwhile is not left with the lines of two readings', async () => {
    const { cache } = desk.bench.engine.core;
    const page = await longPage();
    keepStatementPage(cache.db, keyOf('card-5'), { page, cursor: null });
    assert(cache.beginRebuild().ok, 'there is room');
    const ready = cache.makeReady();
    await turn();
    const shorter = { ...page, lines: page.lines.slice(0, 3), asOfMs: page.asOfMs + 1 };
    keepStatementPage(cache.db, keyOf('card-5'), { page: shorter, cursor: null });
    await ready;
    assert(cache.swap(() => ok(null)).ok, 'nothing keeps it');
    expect(await linesOf('card-5')).toBeUndefined();
    expect(cache.db.prepare('SELECT * FROM pragma_foreign_key_check').all()).toEqual([]);
  });
});
