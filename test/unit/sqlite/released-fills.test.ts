import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cacheMigrations } from '#engine/cache/schema.ts';
import { journalMigrations } from '#engine/journal/schema.ts';
import { runMigrations, type Migration } from '#sqlite/migration.ts';
import { openDatabase, type WritableDb } from '#sqlite/open.ts';
import { postgresMigrations } from '#store/postgres/schema/migrations.ts';
import { networkMigrations } from '#store/sqlite/schema/migrations.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

// The checksum of a step is of its SQL. What it does besides, its `fill`, is pinned here by all
// that it says to a database with a past: a released one says the same for ever, not a blank
// otherwise. A new one is added with a past of its time and the beginning of its words' hash.

interface Released {
  /** Rows in the schema that the step finds. */
  readonly past: string;
  readonly words: string;
}

/** What was refunded under two contracts whose months begin at different moments. */
const refundOf = (contractId: string, bookedAtMs: number): string => `
  INSERT INTO refund VALUES ('of-${contractId}', 's', '${contractId}', 'c', 'st', NULL, 'o', 'card',
    'r', 1000, '[]', 100, 0, 0, ${bookedAtMs}, ${bookedAtMs}, NULL);`;
const REFUNDED = `
  INSERT INTO client VALUES ('k', 'K', 'KZ', NULL, NULL, NULL, NULL, NULL, 'k');
  INSERT INTO contract (contract_id, client_id, number, currency, zone, state, credit_limit_minor,
    deposits_minor, search)
  VALUES ('a', 'k', '1', 'KZT', 'Asia/Almaty', 'signed', 0, 0, '1'),
    ('b', 'k', '2', 'RUB', 'Europe/Kaliningrad', 'signed', 0, 0, '2');
  ${refundOf('a', Date.UTC(2026, 2, 31, 20))} ${refundOf('b', Date.UTC(2026, 4, 1))}`;

const RELEASED: Readonly<Record<string, Released>> = {
  'network 120 history': { past: REFUNDED, words: '7dbf779d2df6c1d9' },
};

const schemas: Readonly<Record<string, readonly Migration[]>> = {
  network: networkMigrations,
  journal: journalMigrations,
  cache: cacheMigrations,
};

const folder = temporaryFolder();
afterAll(() => folder.dispose());

/** The beginning of the hash of what a step's fill says where the steps before it have been. */
function wordsOf(schema: string, number: number, fill: Migration['fill'], past: string): string {
  const file = join(folder.path, `${schema}-${number}-${Math.random()}.db`);
  const opened = openDatabase({ file, keyHex: null, durable: 'normal' });
  if (!opened.ok) throw new Error(opened.code);
  const db = opened.value;
  try {
    const steps = schemas[schema] ?? [];
    const before = steps.filter((step) => step.number < number);
    const itself = steps.filter((step) => step.number === number).map(({ sql }) => sql);
    runMigrations(db, before, { nowMs: 0, appVersion: '0.1.0' });
    db.pragma('foreign_keys = OFF');
    for (const sql of [past, ...itself]) db.exec(sql);
    const said: unknown[] = [];
    fill?.(overheard(db, said));
    return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
  } finally {
    db.close();
  }
}

/** The same database; `said` gets every statement, and every row that one is run with. */
function overheard(db: WritableDb, said: unknown[]): WritableDb {
  return new Proxy(db, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name, target);
      if (typeof own !== 'function') return own;
      return (...words: unknown[]): unknown => {
        said.push([name, ...words]);
        const answer: unknown = Reflect.apply(own, target, words);
        return name === 'prepare' ? overheard(answer as WritableDb, said) : answer;
      };
    },
  });
}

describe('what a step does besides its SQL', () => {
  const filled = Object.entries(schemas).flatMap(([schema, steps]) =>
    steps.filter(({ fill }) => fill !== undefined).map((step) => ({ schema, ...step })),
  );

  it('is known of every step that does any; on PostgreSQL a step is SQL alone', () => {
    const names = filled.map(({ schema, number, name }) => `${schema} ${number} ${name}`);
    expect(names).toEqual(Object.keys(RELEASED));
    expect(postgresMigrations.filter(({ fill }) => fill !== undefined)).toEqual([]);
  });

  it.each(filled)('is as it was released: $schema $number $name', (step) => {
    const { schema, number, name, fill } = step;
    const { past = '', words } = RELEASED[`${schema} ${number} ${name}`] ?? {};
    expect(wordsOf(schema, number, fill, past)).toBe(words);
  });

  it.each(filled)('is not as released when a word of it is another: $schema $number', (step) => {
    const { schema, number, name, fill } = step;
    const { past = '', words } = RELEASED[`${schema} ${number} ${name}`] ?? {};
    const planted = (db: WritableDb): void => fill?.(misheard(db));
    expect(wordsOf(schema, number, planted, past)).not.toBe(words);
  });
});

/** Somebody mends a released step: refunds are booked with the other sign. */
function misheard(db: WritableDb): WritableDb {
  return new Proxy(db, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name, target);
      if (name !== 'exec') return typeof own === 'function' ? own.bind(target) : own;
      return (sql: string) => target.exec(sql.replaceAll('1 - sold', 'sold'));
    },
  });
}
