import type { Result } from '#domain/result.ts';
import type { Core } from '../core.ts';
import { dropVerifiers } from '../cache/card-notes.ts';
import type { Facts } from '../journal/facts.ts';
import type { Journal } from '../journal/journal.ts';
import type { Vault } from '../ports.ts';
import { forgetEverybody } from '../session/forgotten.ts';
import { giveBack } from './give-back.ts';
import { killLeases, liveLeases } from './lease-store.ts';
import type { HeadFile } from '../journal/head-file.ts';

/**
 * The lease generation stands in the journal and in the key store. It moves with every grant, every
 * start, whenever a lease is lowered, and with whatever says who may unlock here, first in the
 * journal: a journal that is behind the key store is a restored copy, whose leases may be spent
 * already.
 */
export async function moveGeneration(
  core: Pick<Core, 'journal' | 'vault' | 'clock'>,
): Promise<void> {
  const { journal, vault, clock } = core;
  const written = journal.write({ atMs: clock.nowMs() }, ({ facts }) => {
    raiseGeneration(facts);
    return generationOf(journal);
  });
  if (written.ok) await vault.keepLeaseGeneration(written.value);
}

/**
 * Makes a copy of the journal as it was before recognizable, where no line does. Inside a
 * transaction; `tellGeneration` has to follow.
 */
export function raiseGeneration(facts: Facts): void {
  facts.set('generation', (facts.get('generation') ?? 0) + 1);
}

/** The generation as the journal has it: it moves with every line, and where a fact says so. */
export function generationOf({ facts, head }: Journal): number {
  return (facts.get('generation') ?? 0) + head().seq;
}

/** Lifts the journal's generation to one that is known elsewhere. Inside a transaction. */
export function liftGeneration({ facts, head }: Journal, known: number): void {
  facts.set('generation', Math.max(known - head().seq, facts.get('generation') ?? 0));
}

const telling = new WeakSet<Vault>();

/**
 * Brings the journal's generation to the key store without waiting for it: a driver stands at the
 * pump. One question at a time, and the last one brings the newest; where it fails, the next one or
 * the next start brings it.
 */
export function tellGeneration(core: Pick<Core, 'journal' | 'vault' | 'log'>): void {
  if (!telling.has(core.vault)) void tellNewest(core);
}

async function tellNewest({
  journal,
  vault,
  log,
}: Pick<Core, 'journal' | 'vault' | 'log'>): Promise<void> {
  telling.add(vault);
  try {
    for (let told = -1; told < generationOf(journal);) {
      told = generationOf(journal);
      await vault.keepLeaseGeneration(told);
    }
  } catch (error) {
    log.warn({ error: String(error) }, 'the lease generation was not kept');
  } finally {
    telling.delete(vault);
  }
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
  return (await vault.leaseGeneration()) > generationOf(journal);
}

export type KillReason = 'restored' | 'epoch' | 'revoked';

export type KillCore = Pick<Core, 'journal' | 'cache' | 'clock' | 'ids'>;

/**
 * Makes every lease of this moment worthless, with the PIN verifiers that came with them. What they
 * have left is given back by lines of the journal, which come to the backend after everything that
 * was spent: nothing stays leased to nobody for ever. Only a restored copy does not know what was
 * spent: it gives nothing back, and its questions may have been answered in the time that is gone.
 * Neither does it know who was put out meanwhile, and nobody unlocks by what it kept (row N-07).
 */
export function killAllLeases(core: KillCore, reason: KillReason): Result<null> {
  const { journal, cache, clock, ids } = core;
  const held = liveLeases(journal.db);
  const atMs = clock.nowMs();
  const written = journal.write({ atMs }, (writing) => {
    const { db, facts, append } = writing;
    if (held.length > 0) append('leases.killed', { reason });
    if (reason === 'restored') {
      db.prepare('UPDATE grant_question SET answered = 1').run();
      facts.set('reserving', {});
      facts.set('leasesDoubtedAtMs', atMs);
      forgetEverybody(db);
    } else {
      const unspent = held.filter(({ left }) => left > 0);
      giveBack(
        writing,
        unspent.map(({ leaseId, left }) => ({ returnId: ids.uuid(), leaseId, quantity: left })),
      );
    }
    killLeases(db);
    facts.set('leasesKilled', reason);
    facts.set('leasesKilledAtMs', atMs);
    return null;
  });
  dropVerifiers(cache.db);
  return written;
}

/**
 * The backend has said that this workstation is revoked: from that word on it sells nothing without
 * the link either, and no restart forgets it (I5).
 */
export function stopOffline(core: KillCore & Pick<Core, 'vault' | 'log'>): void {
  if (core.journal.facts.get('leasesKilled') === 'revoked') return;
  const killed = killAllLeases(core, 'revoked');
  if (!killed.ok) core.log.error({ code: killed.code }, 'the leases could not be stopped');
  // What was given back must not come to life in a copy made before.
  else tellGeneration(core);
}
