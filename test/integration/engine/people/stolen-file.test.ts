import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '#sqlite/open.ts';
import { PASSWORD } from '#test/support/backend/small-network.ts';
import { deskPerTest } from '#test/support/engine/desks.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const desk = deskPerTest();
const till = { login: 'till', password: PASSWORD };

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(async () => {
  folder = temporaryFolder();
  await desk.bench.ok('session:signIn', till);
  desk.bench.engine.close();
});
afterEach(() => folder.dispose());

/** What somebody has who carried the files away, and not the key store. */
function stolen(): string {
  for (const name of ['journal.db', 'journal.db-wal']) {
    const from = join(desk.bench.dataDir, name);
    if (existsSync(from)) copyFileSync(from, join(folder.path, name));
  }
  return join(folder.path, 'journal.db');
}

describe('a file that was carried away without its key store', () => {
  it('has no verifier that could be guessed against, and no name', () => {
    const bytes = readFileSync(stolen());
    for (const word of ['argon2id', 'till', 'CREATE TABLE', 'person']) {
      expect(bytes.includes(word), word).toBe(false);
    }
  });

  it('opens with no other key, and with none', () => {
    const file = stolen();
    for (const keyHex of [randomBytes(32).toString('hex'), null]) {
      expect(openDatabase({ file, keyHex, durable: 'full' })).toMatchObject({ ok: false });
    }
  });

  it('that somebody has written into is noticed, not believed', async () => {
    const file = join(desk.bench.dataDir, 'journal.db');
    const bytes = readFileSync(file);
    // One bit of every page but the first, wherever a person's row lies.
    for (let at = 4_096 + 100; at < bytes.length; at += 4_096) bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    await expect(desk.bench.open()).rejects.toThrow(/DATABASE_DAMAGED/u);
  });
});
