import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openMigrated } from '#sqlite/migrate.ts';
import { networkMigrations } from '#store/sqlite/schema/migrations.ts';
import { temporaryFolder } from './temporary-folder.ts';

const made = new Map<string, Buffer>();

/**
 * Writes an empty network of the newest schema to `file`, which must not exist: a copy of one that
 * this process made first, because all steps of the schema take longer than most tests.
 */
export function writeEmptyNetwork(file: string, keyHex: string): void {
  const bytes = made.get(keyHex) ?? emptyNetwork(keyHex);
  made.set(keyHex, bytes);
  writeFileSync(file, bytes, { flag: 'wx' });
}

function emptyNetwork(keyHex: string): Buffer {
  const folder = temporaryFolder();
  const file = join(folder.path, 'network.db');
  const where = { file, keyHex, durable: 'full', appVersion: '0.1.0', nowMs: 0 } as const;
  const opened = openMigrated({ ...where, migrations: networkMigrations });
  if (!opened.ok) throw new Error(opened.code);
  // Whoever closes last writes the log into the file.
  opened.value.close();
  const bytes = readFileSync(file);
  folder.dispose();
  return bytes;
}
