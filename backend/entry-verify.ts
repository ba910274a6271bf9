import { SystemClock } from '#adapter/clock/system-clock.ts';
import { openReadable } from '#sqlite/open.ts';
import { verifyLedger } from '#store/sqlite/verify-ledger.ts';
import { databaseFile } from './entry-folder.ts';

export type FolderVerdict =
  | { readonly ok: true; readonly counted: string }
  | { readonly ok: false; readonly difference: string };

/**
 * Recomputes the books of a network's folder and names the first difference. It only reads, and may
 * run beside a backend that works.
 * @throws when the database cannot be opened
 */
export function verifyFolder(dataDir: string, keyHex: string): FolderVerdict {
  const opened = openReadable({ file: databaseFile(dataDir), keyHex, durable: 'full' });
  if (!opened.ok) throw new Error(`${opened.code} ${JSON.stringify(opened.params)}`);
  try {
    const verdict = verifyLedger(opened.value, new SystemClock().nowMs());
    if (!verdict.ok) return verdict;
    const { transfers, sales, allowances, leases } = verdict.counts;
    const counted = `${transfers} entries, ${sales} fills, ${allowances} counters, ${leases} leases`;
    return { ok: true, counted };
  } finally {
    opened.value.close();
  }
}
