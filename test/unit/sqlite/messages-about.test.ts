import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runMigrations } from '#sqlite/migration.ts';
import { openDatabase } from '#sqlite/open.ts';
import { networkMigrations } from '#store/sqlite/schema/migrations.ts';
import { messagesAbout } from '#store/sql/schema/messages-about.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(() => folder.dispose());

const FILED = `'application-filed', 'ru', '{"applicationNumber":"12","personName":"Әсел"}'`;
const PROCESSED = `'application-processed', 'ru', '{"applicationNumber":"1","reason":""}'`;

/** What a network of before has: whom its messages name is said by nothing but their words. */
const PAST = `
  INSERT INTO application (application_id, number, programme_id, form, language, source,
    filed_at_ms, head_user_id, state, revision)
  VALUES ('of-1', 1, 'p', '{}', 'ru', 'form', 5, 'head', 'filed', 0),
    ('of-12', 12, 'p', '{}', 'ru', 'form', 5, 'head', 'filed', 0);
  INSERT INTO invitation (invitation_id, programme_id, client_id, email, display_name, language,
    grants, token_hash, state, invited_by, sent_at_ms, expires_at_ms, ended_at_ms, user_id,
    revision)
  VALUES ('i', 'p', 'c', 'a@example.com', 'Әсел', 'ru', '[]', '${'a'.repeat(64)}', 'accepted',
    'owner', 5, 90, 7, 'asel', 1);
  INSERT INTO message (message_id, channel, recipient, template, language, params, programme_id,
    user_id, state, tries, created_at_ms, next_try_at_ms, expires_at_ms)
  VALUES ('m1', 'email', 'h@example.com', ${FILED}, 'p', 'head', 'sent', 1, 5, 5, 90),
    ('m2', 'email', 'b@example.com', ${PROCESSED}, 'p', NULL, 'sent', 1, 6, 6, 90),
    ('m3', 'desktop', 'owner', 'invitation-accepted', 'ru', '{}', 'p', 'owner', 'sent', 1, 7, 7, 90),
    ('m4', 'email', 'a@example.com', 'invitation', 'ru', '{}', 'p', NULL, 'sent', 1, 5, 5, 90),
    ('m5', 'desktop', 'owner', 'new-sign-in', 'ru', '{}', 'p', 'owner', 'sent', 1, 7, 7, 90);`;

it('[R-08] whoever is forgotten later is found in what was written to others before', () => {
  const opened = openDatabase({
    file: join(folder.path, 'past.db'),
    keyHex: null,
    durable: 'normal',
  });
  if (!opened.ok) throw new Error(opened.code);
  const db = opened.value;
  const step = messagesAbout.sqlite;
  const before = networkMigrations.filter(({ number }) => number < step.number);
  runMigrations(db, before, { nowMs: 0, appVersion: '0.1.0' });
  db.pragma('foreign_keys = OFF');
  for (const sql of [PAST, step.sql]) db.exec(sql);
  const told = db.prepare('SELECT message_id, about_id FROM message ORDER BY message_id').all();
  db.close();
  expect(told).toEqual([
    { message_id: 'm1', about_id: 'of-12' },
    { message_id: 'm2', about_id: 'of-1' },
    { message_id: 'm3', about_id: 'asel' },
    { message_id: 'm4', about_id: 'owner' },
    { message_id: 'm5', about_id: null },
  ]);
});
