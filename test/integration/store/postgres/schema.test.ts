import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openMigrated } from '#sqlite/migrate.ts';
import { sqliteTables } from '#store/move/sqlite-tables.ts';
import { openPostgresStore } from '#store/postgres/open-postgres-store.ts';
import { networkMigrations } from '#store/sqlite/schema/migrations.ts';
import { asked, newDatabase } from '#test/support/postgres/database.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const clock = { nowMs: () => 1 };
const open = (url: string, appVersion = '0.1.0') => openPostgresStore({ url, clock, appVersion });

async function opened(url: string): Promise<void> {
  const store = await open(url);
  if (!store.ok) throw new Error(store.code);
  await store.value.close();
}

/** How the network divides over several machines, as `backend/store/moving.md` says. */
const DIVIDED = {
  byContract: [
    'asset',
    'card',
    'card_group',
    'card_hand_over',
    'card_visit',
    'contract',
    'contract_closing',
    'exposure',
    'lease',
    'limit_place',
    'limit_version',
    'lost_lease',
    'pack',
    'recovery_taken',
    'refund',
    'sale',
    'sale_month',
    'transfer',
    'window_archive',
  ],
  byWorkstation: ['journal_line'],
  byAccount: ['account_closing'],
  byOwnId: ['command_answer', 'command_outcome', 'hand_entry', 'lease_return', 'refused_sale'],
} as const;

/** What grows with sales is divided; all else is whole on every machine. */
const WHOLE = [
  'application',
  'approval',
  'audit_entry',
  'card_kit',
  'card_left',
  'card_stay',
  'channel_setting',
  'client',
  'contact_change',
  'client_account',
  'closed_day',
  'consent',
  'enrolment_code',
  'erasure_request',
  'feed',
  'feedback',
  'given_password',
  'issued_access',
  'invitation',
  'limit_template',
  'member',
  'member_card',
  'message',
  'network',
  'news',
  'password_case',
  'password_history',
  'password_request',
  'period_lock',
  'postal_address',
  'price',
  'product',
  'product_group',
  'programme',
  'programme_assignment',
  'rate_window',
  'recovery',
  'recovery_awaited',
  'registration',
  'representative_authority',
  'session',
  'sign_in_error',
  'spent_proof',
  'station',
  'station_month',
  'station_said',
  'store_mark',
  'terms_text',
  'terms_version',
  'user_account',
  'workstation',
];

describe("PostgreSQL's schema", () => {
  it('has a place for every table when the network is divided by contract (§10)', async () => {
    const url = await newDatabase();
    await opened(url);
    const tables = await asked<{ name: string; contract: boolean }>(
      url,
      `SELECT relname AS name, EXISTS (SELECT 1 FROM pg_attribute
          WHERE attrelid = pg_class.oid AND attname = 'contract_id' AND attnotnull) AS contract
      FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
      WHERE relkind = 'r' AND nspname = 'public'
        AND relname NOT IN ('schema_migration', 'feed_head')`,
    );
    const placed = [...Object.values(DIVIDED).flat(), ...WHOLE];
    expect(tables.map(({ name }) => name).toSorted()).toEqual(placed.toSorted());
    const owned = new Set(tables.filter(({ contract }) => contract).map(({ name }) => name));
    expect(DIVIDED.byContract.filter((name) => !owned.has(name))).toEqual([]);
  });

  it('[G8] neither changes nor deletes an entry of the audit trail by hand', async () => {
    const url = await newDatabase();
    await opened(url);
    await asked(
      url,
      `INSERT INTO audit_entry (seq, at_ms, event, previous_hash, hash)
      VALUES (1, 1, 'user.put', '${'0'.repeat(64)}', '${'1'.repeat(64)}')`,
    );
    for (const sql of [
      `UPDATE audit_entry SET code = 'X'`,
      'DELETE FROM audit_entry',
      'TRUNCATE audit_entry',
    ]) {
      await expect(asked(url, sql)).rejects.toThrow('are never changed and never deleted');
    }
    expect(await asked(url, 'SELECT seq FROM audit_entry')).toHaveLength(1);
  });

  it("has the tables, columns and keys of SQLite's last step", async () => {
    const url = await newDatabase();
    await opened(url);
    const columns = await asked<{ table: string; columns: string[]; key: string[] }>(
      url,
      `SELECT relname AS table,
        (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
          WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped) AS columns,
        (SELECT array_agg(attname::text ORDER BY place) FROM pg_index
          CROSS JOIN unnest(indkey::integer[]) WITH ORDINALITY AS parts (number, place)
          JOIN pg_attribute ON attrelid = indrelid AND attnum = number
          WHERE indrelid = pg_class.oid AND indisprimary) AS key
      FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
      WHERE relkind = 'r' AND nspname = 'public'
        AND relname NOT IN ('schema_migration', 'feed_head')
      ORDER BY relname`,
    );
    const folder = temporaryFolder();
    const where = { file: `${folder.path}/x.db`, keyHex: null, durable: 'normal' } as const;
    const stamp = { nowMs: 1, appVersion: '0.1.0', migrations: networkMigrations };
    const made = openMigrated({ ...where, ...stamp });
    if (!made.ok) throw new Error(made.code);
    const wanted = sqliteTables(made.value)
      .map(({ name, columns: names, key }) => {
        // Numbers come after the commit there, so the row's own name is its key.
        return { table: name, columns: names, key: name === 'feed' ? ['entity', 'row_id'] : key };
      })
      .toSorted((a, b) => (a.table < b.table ? -1 : 1));
    expect(columns).toEqual(wanted);
    made.value.close();
    folder.dispose();
  });

  it('is refused when it comes from the future, with the version to install', async () => {
    const url = await newDatabase();
    await opened(url);
    const hash = createHash('sha256').update('x').digest('hex');
    await asked(url, `INSERT INTO schema_migration VALUES (990, 'later', '${hash}', '9.9.9', 1)`);
    const refused = await open(url);
    expect(refused).toMatchObject({
      ok: false,
      code: 'DATABASE_FROM_FUTURE',
      params: { appVersion: '9.9.9' },
    });
  });

  it('is refused when a step is not the one that this program knows', async () => {
    const url = await newDatabase();
    await opened(url);
    const hash = createHash('sha256').update('x').digest('hex');
    await asked(url, `UPDATE schema_migration SET checksum = '${hash}' WHERE number = 20`);
    const refused = await open(url);
    expect(refused).toMatchObject({
      code: 'DATABASE_DAMAGED',
      params: { reason: 'migration-changed', number: 20 },
    });
  });

  it('is made once by backends that start together', async () => {
    const url = await newDatabase();
    await Promise.all([opened(url), opened(url), opened(url)]);
    const steps = await asked<{ number: string }>(url, 'SELECT number FROM schema_migration');
    expect(new Set(steps.map(({ number }) => number)).size).toBe(steps.length);
  });

  it('is refused on a server that would lose what it confirmed', async () => {
    const url = await newDatabase();
    const name = new URL(url).pathname.slice(1);
    await asked(url, `ALTER DATABASE ${name} SET synchronous_commit = off`);
    await expect(open(url)).rejects.toThrow('synchronous_commit is off');
  });
});
