import { SystemClock } from '#adapter/clock/system-clock.ts';
import { readKeyFile } from '#adapter/key-file/key-file.ts';
import { openReadable } from '#sqlite/open.ts';
import { verifyLedger, type LedgerVerdict } from '#store/sqlite/verify-ledger.ts';
import type { DatabasePlace, FolderPlace, Place } from './arguments.ts';
import { databaseFile, keyFileOf } from './entry-folder.ts';

export type BooksVerdict =
  | { readonly ok: true; readonly counted: string }
  | { readonly ok: false; readonly difference: string };

/**
 * Recomputes the books of a network and names the first difference. It only reads, and may run
 * beside backends that work.
 * @throws when the database cannot be opened
 */
export async function verifyBooks(place: Place): Promise<BooksVerdict> {
  const nowMs = new SystemClock().nowMs();
  const verdict = await (place.kind === 'folder'
    ? ofFolder(place, nowMs)
    : ofDatabase(place, nowMs));
  if (!verdict.ok) return verdict;
  const { transfers, sales, allowances, leases } = verdict.counts;
  const counted = `${transfers} entries, ${sales} fills, ${allowances} counters, ${leases} leases`;
  return { ok: true, counted };
}

async function ofFolder(folder: FolderPlace, nowMs: number): Promise<LedgerVerdict> {
  const { keyHex } = await readKeyFile(keyFileOf(folder), false);
  const opened = openReadable({ file: databaseFile(folder.dataDir), keyHex, durable: 'full' });
  if (!opened.ok) throw new Error(`${opened.code} ${JSON.stringify(opened.params)}`);
  try {
    return verifyLedger(opened.value, nowMs);
  } finally {
    opened.value.close();
  }
}

/** Its driver is loaded only where it is used. */
async function ofDatabase(
  { url, passwordFile }: DatabasePlace,
  nowMs: number,
): Promise<LedgerVerdict> {
  const { verifyDatabase } = await import('#store/move/verify-database.ts');
  return verifyDatabase({ url, ...(passwordFile === null ? {} : { passwordFile }) }, nowMs);
}
