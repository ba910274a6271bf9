import type { ReadableDb } from '#sqlite/open.ts';
import { record } from '../cache/registers.ts';
import type { Core } from '../core.ts';
import { raiseGeneration, tellGeneration } from './generation.ts';
import { dropCardGrants, grantedCards } from './lease-store.ts';

/**
 * The network has told of these cards: those that are stopped, or may not be sold to without the
 * link any more, lose their grants. The cache says that they are stopped, but it is the journal
 * that outlives a power cut to the last word, and that tells a copy of itself from before (I5).
 * @param db the cache in which what was told stands
 * @param cardIds null: all that have a grant
 */
export function dropStoppedGrants(
  core: Pick<Core, 'journal' | 'vault' | 'clock' | 'log'>,
  db: ReadableDb,
  cardIds: readonly string[] | null,
): void {
  const { journal, clock } = core;
  const granted = grantedCards(journal.db);
  const told = new Set(cardIds ?? granted);
  const stopped = granted.filter((cardId) => told.has(cardId) && isStopped(db, cardId));
  if (stopped.length === 0) return;
  const written = journal.write({ atMs: clock.nowMs() }, ({ db: own, facts }) => {
    dropCardGrants(own, stopped);
    raiseGeneration(facts);
    return null;
  });
  if (written.ok) tellGeneration(core);
}

function isStopped(db: ReadableDb, cardId: string): boolean {
  const card = record(db, 'card', cardId);
  return card === null || card.state !== 'active' || card.offlinePolicy === 'never';
}
