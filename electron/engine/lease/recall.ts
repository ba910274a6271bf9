import { ok, type Result } from '#domain/result.ts';
import type { LiveEvent } from '#protocol/feed.ts';
import type { Core } from '../core.ts';
import { VaultRefusal } from '../ports.ts';
import { makeSerial } from '../serial.ts';
import { pushJournal } from '../sync/push.ts';
import { tellGeneration } from './generation.ts';
import { giveBack, sharesOf } from './give-back.ts';
import { leasesOn } from './lease-store.ts';

export type Recall = Extract<LiveEvent, { kind: 'lease-recall' }>;

export type RecallLeases = (recall: Recall) => Promise<Result<{ given: number }>>;

/**
 * Lays down what the network needs back: lowered here durably and at once, then told by the
 * journal, behind everything that was spent (architecture §7). What a fill in progress has taken is
 * not in the lease any more, so no recall can hurt it. A fill calls each of its limits back for
 * itself: what is laid down while one push is on its way goes with the next, all together.
 */
export function makeRecall(core: Core): RecallLeases {
  const inOrder = makeSerial();
  return async (recall) => {
    const laid = layDown(core, recall);
    if (!laid.ok || laid.value.given === 0) return laid;
    tellGeneration(core);
    core.events.syncMoved();
    const told = await inOrder('push', () => tell(core));
    return told.ok ? laid : told;
  };
}

function layDown(core: Core, recall: Recall): Result<{ given: number }> {
  return core.journal.write({ atMs: core.clock.nowMs() }, (writing) => {
    const shares = sharesOf(leasesOn(writing.db, [recall.allowanceKey]), recall.quantity);
    giveBack(
      writing,
      shares.map((share) => ({ returnId: core.ids.uuid(), ...share })),
    );
    return { given: shares.reduce((sum, { quantity }) => sum + quantity, 0) };
  });
}

async function tell(core: Core): Promise<Result<unknown>> {
  try {
    return await pushJournal(core);
  } catch (error) {
    // The lines are kept: the next round brings them.
    if (!(error instanceof VaultRefusal)) throw error;
    core.log.warn({ code: error.code }, 'a recalled lease is told later');
    return ok(null);
  }
}
