import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runMigrations } from '#sqlite/migration.ts';
import { openDatabase } from '#sqlite/open.ts';
import { networkMigrations } from '#store/sqlite/schema/migrations.ts';
import { strangersWords } from '#store/sql/schema/strangers-words.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(() => folder.dispose());

const LOCKED = `'account-locked', 'ru'`;

/** What a network of before has: what was typed stands in errors and in letters to nobody. */
const PAST = `
  INSERT INTO user_account (user_id, login, login_folded, display_name, role, active, password_hash)
  VALUES ('anna', 'Anna', 'anna', 'Anna', 'operator', 1, 'hash');
  INSERT INTO sign_in_error (login_folded, error_count, last_error_at_ms)
  VALUES ('anna', 2, 5), ('p/my secret passw0rd', 4, 5);
  INSERT INTO message (message_id, channel, recipient, template, language, params, programme_id,
    user_id, state, tries, created_at_ms, next_try_at_ms, expires_at_ms)
  VALUES ('m1', 'email', '-', ${LOCKED}, '{"login":"my secret passw0rd"}', 'p', NULL, 'sent', 1, 5, 5, 9),
    ('m2', 'email', 'a@example.com', ${LOCKED}, '{"login":"Anna"}', 'p', 'anna', 'sent', 1, 5, 5, 9);`;

it('[G7] a password that somebody typed as a login before is nowhere after the update', () => {
  const opened = openDatabase({
    file: join(folder.path, 'past.db'),
    keyHex: null,
    durable: 'normal',
  });
  if (!opened.ok) throw new Error(opened.code);
  const db = opened.value;
  const step = strangersWords.sqlite;
  const before = networkMigrations.filter(({ number }) => number < step.number);
  runMigrations(db, before, { nowMs: 0, appVersion: '0.1.0' });
  db.pragma('foreign_keys = OFF');
  for (const sql of [PAST, step.sql]) db.exec(sql);
  const errors = db.prepare('SELECT login_folded, error_count FROM sign_in_error').all();
  const letters = db.prepare('SELECT message_id, params FROM message ORDER BY message_id').all();
  db.close();
  expect(errors).toEqual([{ login_folded: 'anna', error_count: 2 }]);
  expect(letters).toEqual([
    { message_id: 'm1', params: '{}' },
    { message_id: 'm2', params: '{"login":"Anna"}' },
  ]);
});
