import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ok, refuse, type Result } from '#domain/result.ts';
import { openMigrated } from '#sqlite/migrate.ts';
import { openHeadFile } from '../journal/head-file.ts';
import { openJournal, type Journal } from '../journal/journal.ts';
import { journalMigrations } from '../journal/schema.ts';
import type { Clock, Log, Vault } from '../ports.ts';

/** Beside the journal: what is being made, and what is ready to take its place. */
const MAKING = 'next-journal.making';
const READY = 'next-journal.';
/** Whatever was left behind: kept for good, and read with the same keys. */
const SEALED = 'sealed';
const JOURNAL = 'journal.db';
const OWN_FILES = /^(?:journal\.(?:db|head)|cache)/u;

export interface NextParts {
  readonly dataDir: string;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly appVersion: string;
  readonly log: Log;
}

/** The journal that is to begin where one that is a fork is left. */
export interface NextJournal {
  readonly journal: Journal;
  /** From here on it takes the other one's place at the next start, whatever happens. */
  ready(replacedId: string): void;
  giveUp(): void;
}

/** Makes the new file before anything is asked for: a disk that is full is found out in time. */
export async function makeNextJournal(parts: NextParts): Promise<Result<NextJournal>> {
  const folder = join(parts.dataDir, MAKING);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  const opened = openMigrated({
    file: join(folder, JOURNAL),
    keyHex: await parts.vault.databaseKey('journal'),
    durable: 'full',
    migrations: journalMigrations,
    nowMs: parts.clock.nowMs(),
    appVersion: parts.appVersion,
  });
  if (!opened.ok) return refuse(opened.code, opened.params);
  const noRoomToGive = { reserve: () => true, release: () => false };
  const files = { db: opened.value, headFile: openHeadFile(folder), ballast: noRoomToGive };
  const journal = openJournal({ ...files, log: parts.log });
  return ok({
    journal,
    ready(replacedId) {
      journal.close();
      renameSync(folder, join(parts.dataDir, `${READY}${replacedId}`));
    },
    giveUp() {
      journal.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

/**
 * Puts a journal that is ready in the place of the one that is left, whose files go to a folder of
 * their own. A start that was cut short in the middle is taken up by the next: the new file comes
 * last, and what lies at its place until then belongs to the old one.
 */
export function takeNextJournal(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    if (name === MAKING || !name.startsWith(READY)) continue;
    const next = join(dataDir, name);
    if (existsSync(join(next, JOURNAL))) {
      seal(dataDir, name.slice(READY.length));
      renameSync(join(next, JOURNAL), join(dataDir, JOURNAL));
    }
    rmSync(next, { recursive: true, force: true });
  }
}

function seal(dataDir: string, replacedId: string): void {
  const sealed = join(dataDir, SEALED, replacedId);
  mkdirSync(sealed, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(dataDir).filter((one) => OWN_FILES.test(one))) {
    renameSync(join(dataDir, name), join(sealed, name));
  }
}
