import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBallast } from '#engine/journal/ballast.ts';
import { openHeadFile } from '#engine/journal/head-file.ts';
import { openJournal, type Journal } from '#engine/journal/journal.ts';
import { journalMigrations } from '#engine/journal/schema.ts';
import { pushText } from '#protocol/journal.ts';
import { openMigrated } from '#sqlite/migrate.ts';
import { silentLog } from '#test/support/engine/engine-bench.ts';

let folder: string;
let journal: Journal;

function open(): Journal {
  const opened = openMigrated({
    file: join(folder, 'journal.db'),
    keyHex: '5a'.repeat(32),
    durable: 'full',
    migrations: journalMigrations,
    nowMs: 1,
    appVersion: '0.1.0',
  });
  if (!opened.ok) throw new Error(opened.code);
  const headFile = openHeadFile(folder);
  const ballast = openBallast(folder, 256 * 1024);
  return openJournal({ db: opened.value, headFile, ballast, log: silentLog });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forecourt-journal-'));
  journal = open();
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true });
});

function write(count: number): void {
  for (let n = 1; n <= count; n += 1) {
    const body = { saleId: uuid(), cardId: `card-${n}`, productId: 'dt', pumpNumber: n };
    const written = journal.write({ atMs: n }, ({ append }) => append('sale.asked', body));
    expect(written).toEqual({ ok: true, value: journal.head().seq });
  }
}

describe('journal', () => {
  it('what was thrown in the middle of a change leaves neither state nor line', () => {
    write(2);
    const before = journal.head();
    expect(() =>
      journal.write({ atMs: 3 }, ({ append, facts }) => {
        append('sale.reversed', { saleId: uuid(), reason: 'restart' });
        facts.set('slipNumber', 77);
        throw new Error('power cut');
      }),
    ).toThrow('power cut');
    expect(journal.head()).toEqual(before);
    expect(journal.facts.get('slipNumber')).toBeNull();
    expect(openHeadFile(folder).read()).toEqual(before);
  });

  it('is the same after closing, with the head beside it', () => {
    write(3);
    const head = journal.head();
    journal.close();
    journal = open();
    expect(journal.head()).toEqual(head);
    expect(journal.linesAfter(1, 10).map((line) => line.seq)).toEqual([2, 3]);
    expect(journal.verify()).toBeNull();
  });

  it('sends lines as they are kept: what is read of them is what was written, as much as fits', () => {
    write(5);
    const read = (maxBytes: number): unknown => {
      return JSON.parse(pushText(journal.textsAfter(1, 3, maxBytes), 'sig"ned'));
    };
    expect(read(1_000_000)).toEqual({ lines: journal.linesAfter(1, 3), signature: 'sig"ned' });
    expect(read(1)).toEqual({ lines: journal.linesAfter(1, 1), signature: 'sig"ned' });
    expect(journal.textsAfter(5, 3, 1)).toEqual([]);
  });

  it('whatever is changed in whichever line, that line is named', () => {
    write(8);
    journal.db.exec('DROP TRIGGER line_fixed; DROP TRIGGER line_kept;');
    const changes = [
      `kind = 'sale.held'`,
      'at_ms = at_ms + 1',
      `body = json_set(body, '$.pumpNumber', 98)`,
      `body = json_set(body, '$.extra', 1)`,
      `hash = lower(hex(randomblob(32)))`,
      `previous_hash = lower(hex(randomblob(32)))`,
    ];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.constantFrom(...changes), (seq, change) => {
        journal.db.exec('SAVEPOINT untouched');
        journal.db.prepare(`UPDATE line SET ${change} WHERE seq = ?`).run(seq);
        expect(journal.verify()).toBe(seq);
        journal.db.exec('ROLLBACK TO untouched; RELEASE untouched');
        expect(journal.verify()).toBeNull();
      }),
      { numRuns: 40 },
    );
    journal.db.prepare('DELETE FROM line WHERE seq = 5').run();
    expect(journal.verify()).toBe(6);
  });
});
