import { ok, refuse, type Result } from '#domain/result.ts';
import { dropDeadVerifiers } from '../cache/card-notes.ts';
import type { Core } from '../core.ts';
import { moveGeneration } from '../lease/generation.ts';
import { askForGrants } from '../lease/grants.ts';
import { returnEndingLeases } from '../lease/returns.ts';
import { handshake } from './handshake.ts';
import { VaultRefusal } from '../ports.ts';
import type { SessionAnswer } from './link.ts';
import { pullFeed } from './pull.ts';
import { forked, pushJournal } from './push.ts';

export interface RoundSummary {
  readonly pushed: number;
  readonly changed: number;
  readonly granted: number;
}

/**
 * One round of synchronization: handshake, session, journal up, feed down, leases. Each step is
 * durable by itself, so a round that was cut short is simply followed by the next. No timer runs in
 * here: whoever calls decides when.
 */
export async function syncRound(core: Core, appVersion: string): Promise<Result<RoundSummary>> {
  const outcome = await steps(core, appVersion).catch((error: unknown) => {
    if (error instanceof VaultRefusal) return refuse(error.code);
    throw error;
  });
  if (!outcome.ok) core.log.info({ code: outcome.code }, 'a round of synchronization ended early');
  core.link.report(outcome);
  core.events.syncMoved();
  return outcome;
}

async function steps(core: Core, appVersion: string): Promise<Result<RoundSummary>> {
  if (core.journal.facts.get('forked') === true) return refuse('JOURNAL_FORKED');
  const hello = await handshake(core, appVersion);
  if (!hello.ok) return hello;
  const session = await core.link.openSession();
  if (!session.ok) return session;
  const agreed = agreeOnHead(core, session.value);
  if (!agreed.ok) return agreed;
  const pushed = await pushJournal(core);
  if (!pushed.ok) return pushed;
  const pulled = await pullFeed(core, hello.value.epoch);
  if (!pulled.ok) return pulled;
  const granted = await leases(core);
  if (!granted.ok) return granted;
  return ok({
    pushed: pushed.value.pushed,
    changed: pulled.value.changed,
    granted: granted.value.granted,
  });
}

/**
 * Where the backend stands in our journal is the truth; where that contradicts our lines, one of
 * them is a copy.
 */
function agreeOnHead(core: Core, session: SessionAnswer): Result<null> {
  const { acknowledgedSeq: seq, acknowledgedHash: hash } = session;
  if (core.journal.lineHashAt(seq) !== hash)
    return forked(core, core.journal.linesAfter(0, 1), null);
  if (core.journal.facts.get('acknowledged')?.seq === seq) return ok(null);
  return core.journal.write({ atMs: core.clock.nowMs() }, ({ facts }) => {
    facts.set('acknowledged', { seq, hash });
    return null;
  });
}

/** Everything that was to be told has been told: from here on, new leases may be had and spent. */
async function leases(core: Core): Promise<Result<{ granted: number }>> {
  if (core.journal.facts.get('leasesKilled') !== null) {
    const cleared = core.journal.write({ atMs: core.clock.nowMs() }, ({ facts }) => {
      facts.set('leasesKilled', null);
      return null;
    });
    if (!cleared.ok) return cleared;
    await moveGeneration(core);
  }
  dropDeadVerifiers(core.cache.db, core.clock.nowMs());
  const returned = returnEndingLeases(core);
  if (!returned.ok) return returned;
  if (returned.value.returned > 0) {
    const told = await pushJournal(core);
    if (!told.ok) return told;
  }
  const granted = await askForGrants(core);
  if (!granted.ok || granted.value.granted === 0) return granted;
  const told = await pushJournal(core);
  return told.ok ? granted : told;
}
