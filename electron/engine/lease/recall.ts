import { ok, type Result } from '#domain/result.ts';
import type { LiveEvent } from '#protocol/feed.ts';
import type { Core } from '../core.ts';
import { VaultRefusal } from '../ports.ts';
import { pushJournal } from '../sync/push.ts';
import { tellGeneration } from './generation.ts';
import { giveBack, sharesOf } from './give-back.ts';
import { leasesOn } from './lease-store.ts';

export type Recall = Extract<LiveEvent, { kind: 'lease-recall' }>;

/**
 * Lays down what the network needs back: lowered here durably, then told by the journal, behind
 * everything that was spent (architecture §7). What a fill in progress has taken is not in the
 * lease any more, so no recall can hurt it.
 */
export async function recallLeases(core: Core, recall: Recall): Promise<Result<{ given: number }>> {
  const written = core.journal.write({ atMs: core.clock.nowMs() }, (writing) => {
    const shares = sharesOf(leasesOn(writing.db, [recall.allowanceKey]), recall.quantity);
    giveBack(
      writing,
      shares.map((share) => ({ returnId: core.ids.uuid(), ...share })),
    );
    return { given: shares.reduce((sum, { quantity }) => sum + quantity, 0) };
  });
  if (!written.ok || written.value.given === 0) return written;
  tellGeneration(core);
  core.events.syncMoved();
  try {
    const pushed = await pushJournal(core);
    return pushed.ok ? ok(written.value) : pushed;
  } catch (error) {
    // The lines are kept: the next round brings them.
    if (!(error instanceof VaultRefusal)) throw error;
    core.log.warn({ code: error.code }, 'a recalled lease is told later');
    return ok(written.value);
  }
}
