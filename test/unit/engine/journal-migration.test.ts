import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { journalMigrations } from '#engine/journal/schema.ts';
import { leasesOn, liveLeases } from '#engine/lease/lease-store.ts';
import { openMigrated } from '#sqlite/migrate.ts';
import type { Migration } from '#sqlite/migration.ts';
import type { WritableDb } from '#sqlite/open.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forecourt-migration-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(migrations: readonly Migration[]): WritableDb {
  const opened = openMigrated({
    file: join(folder, 'journal.db'),
    keyHex: '5a'.repeat(32),
    durable: 'full',
    migrations,
    nowMs: 1,
    appVersion: '0.1.0',
  });
  if (!opened.ok) throw new Error(opened.code);
  return opened.value;
}

it('leases of the build before keep what was left of them, dead ones nothing', () => {
  const before = open(journalMigrations.filter(({ number }) => number <= 20));
  const put = before.prepare(
    `INSERT INTO lease VALUES (?, ?, 'contract-1', ?, 'desk-1', 'volume', 100, ?, 1, 1, 1000, ?)`,
  );
  put.run('a', 'limit/l/day:2026-11-21', 'card-1', 70, 0);
  put.run('b', 'limit/l/day:2026-11-21', 'card-1', 0, 0);
  put.run('c', 'money/contract-1', null, 30, 0);
  put.run('d', 'money/contract-1', null, 40, 1);
  before.close();
  const db = open(journalMigrations);
  const lefts = liveLeases(db).map(({ leaseId, left }) => [leaseId, left]);
  expect(lefts).toEqual([
    ['a', 70],
    ['b', 0],
    ['c', 30],
  ]);
  expect(leasesOn(db, ['money/contract-1'])).toMatchObject([{ leaseId: 'c', cardId: null }]);
  const shown = db
    .prepare('SELECT lease_id, remaining, dead FROM lease ORDER BY lease_id')
    .raw()
    .all();
  expect(shown).toEqual([
    ['a', 70, 0],
    ['b', 0, 0],
    ['c', 30, 0],
    ['d', 0, 1],
  ]);
  db.close();
});

it('fills of the build before are found by their pump, their state and their time', () => {
  const before = open(journalMigrations.filter(({ number }) => number <= 80));
  const put = before.prepare(`INSERT INTO fill VALUES (?, ?, ?, ?, 'card-1', ?, 1, ?, '{}')`);
  put.run('sale-b', 'sale-b', 'held', 2, 20, '{}');
  put.run('sale-a', 'sale-a', 'captured', 1, 10, '{}');
  put.run('sale-c', 'sale-b', 'refused', 2, 30, null);
  before.close();
  const db = open(journalMigrations);
  const shown = db.prepare('SELECT sale_id, asked_id, state, at_ms FROM fill ORDER BY sale_id');
  expect(shown.raw().all()).toEqual([
    ['sale-a', 'sale-a', 'captured', 10],
    ['sale-b', 'sale-b', 'held', 20],
    ['sale-c', 'sale-b', 'refused', 30],
  ]);
  const again = db.prepare(`INSERT INTO fill VALUES (?, ?, ?, 2, 'card-1', 40, 2, '{}', '{}')`);
  expect(() => again.run('sale-a', 'sale-a', 'captured')).toThrow('UNIQUE');
  expect(() => again.run('sale-d', 'sale-d', 'held')).toThrow('UNIQUE');
  db.close();
});
