import type { Result } from '#domain/result.ts';
import type { Core } from '../core.ts';
import { dropVerifiers } from '../cache/card-notes.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log, Vault } from '../ports.ts';
import type { TrustedClock } from '../journal/trusted-clock.ts';
import type { CacheFile } from '../cache/cache-file.ts';
import { killLeases, liveLeases } from './lease-store.ts';
import type { HeadFile } from '../journal/head-file.ts';

/**
 * The lease generation stands in the journal and in the key store. It moves with every grant, every
 * start and whenever a lease is lowered, first in the journal: a journal that is behind the key
 * store is a restored copy, whose leases may be spent already.
 */
export async function moveGeneration(
  core: Pick<Core, 'journal' | 'vault' | 'clock'>,
): Promise<void> {
  const { journal, vault, clock } = core;
  const written = journal.write({ atMs: clock.nowMs() }, ({ facts }) => {
    const next = (facts.get('generation') ?? 0) + 1;
    facts.set('generation', next);
    return next;
  });
  if (written.ok) await vault.keepLeaseGeneration(written.value);
}

/**
 * Brings the journal's generation to the key store without waiting for it: a driver stands at the
 * pump. Where it fails, the next one or the next start brings it.
 */
export function tellGeneration({
  journal,
  vault,
  log,
}: Pick<Core, 'journal' | 'vault' | 'log'>): void {
  const generation = journal.facts.get('generation') ?? 0;
  vault.keepLeaseGeneration(generation).catch((error: unknown) => {
    log.warn({ error: String(error) }, 'the lease generation was not kept');
  });
}

export interface RestoredQuestion {
  readonly journal: Journal;
  readonly headFile: HeadFile;
  readonly vault: Vault;
}

/** Whether journal.db is older than what is known of it elsewhere (architecture §7). */
export async function wasRestored({
  journal,
  headFile,
  vault,
}: RestoredQuestion): Promise<boolean> {
  const filed = headFile.read();
  const head = journal.head();
  if (filed !== null) {
    if (filed.seq > head.seq) return true;
    if (journal.lineHashAt(filed.seq) !== filed.hash) return true;
  }
  return (await vault.leaseGeneration()) > (journal.facts.get('generation') ?? 0);
}

export type KillReason = 'restored' | 'epoch' | 'revoked';

/** Makes every lease of this moment worthless, with the PIN verifiers that came with them. */
export function killAllLeases(
  core: { journal: Journal; cache: CacheFile; clock: TrustedClock },
  reason: KillReason,
): Result<null> {
  const { journal, cache, clock } = core;
  const held = liveLeases(journal.db).length;
  const written = journal.write({ atMs: clock.nowMs() }, ({ db, facts, append }) => {
    killLeases(db);
    db.prepare('UPDATE grant_question SET answered = 1').run();
    facts.set('leasesKilled', reason);
    if (held > 0) append('leases.killed', { reason });
    return null;
  });
  dropVerifiers(cache.db);
  return written;
}

/**
 * The backend has said that this workstation is revoked: from that word on it sells nothing without
 * the link either, and no restart forgets it (I5).
 */
export function stopOffline(core: Parameters<typeof killAllLeases>[0] & { log: Log }): void {
  if (core.journal.facts.get('leasesKilled') === 'revoked') return;
  const killed = killAllLeases(core, 'revoked');
  if (!killed.ok) core.log.error({ code: killed.code }, 'the leases could not be stopped');
}
