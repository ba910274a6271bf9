import { ok, refuse, type Result } from '#domain/result.ts';
import { dropDeadVerifiers } from '../cache/card-notes.ts';
import type { Core } from '../core.ts';
import { moveGeneration } from '../lease/generation.ts';
import { askForGrants } from '../lease/grants.ts';
import { returnIdleLeases } from '../lease/returns.ts';
import { returnUnheard } from '../redemption/reserve.ts';
import { fetchVoiceKey, giveUpChallenges } from '../sale/voice.ts';
import { tellClients } from '../clients/waiting-clients.ts';
import { tellFeedback } from '../feedback/feedback.ts';
import { tellAcceptances } from '../session/acceptances.ts';
import { tellErrors } from '../session/untold-errors.ts';
import { handshake, type Hello } from './handshake.ts';
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
  const work = (): Promise<Result<RoundSummary>> => steps(core, appVersion, 'first');
  const outcome = await twice(core, work).catch((error: unknown) => {
    if (error instanceof VaultRefusal) return refuse(error.code);
    throw error;
  });
  if (!outcome.ok) core.log.info({ code: outcome.code }, 'a round of synchronization ended early');
  core.link.report(outcome);
  core.events.syncMoved();
  return outcome;
}

/**
 * A session that had to be opened on the way may have told of another time of the backend, or that
 * somebody else goes on with our journal: the round is done again with what it said.
 */
async function twice<T>(core: Core, work: () => Promise<Result<T>>): Promise<Result<T>> {
  const first = await work();
  return core.link.hasNews() ? work() : first;
}

async function steps(
  core: Core,
  appVersion: string,
  attempt: 'first' | 'again',
): Promise<Result<RoundSummary>> {
  if (core.journal.facts.get('forked') === true) return refuse('JOURNAL_FORKED');
  const hello = await handshake(core, appVersion);
  if (!hello.ok) return hello;
  core.noteRecovery(hello.value.recovery);
  const session = await core.link.session();
  if (!session.ok) return session;
  const agreed = session.value === null ? ok(null) : agreeOnHead(core, session.value);
  if (!agreed.ok) return agreed;
  const epoch = session.value?.epoch ?? hello.value.epoch;
  // Our own head has just told the backend that it was restored: what follows is another time.
  if (epoch !== hello.value.epoch) {
    if (attempt === 'first') return steps(core, appVersion, 'again');
    // Two backends of two times answer by turns: nothing is told to either.
    return refuse('INTERNAL', { reason: 'epoch' });
  }
  giveUpChallenges(core);
  const pushed = await pushJournal(core);
  if (!pushed.ok) return pushed;
  const reported = await reportRecovered(core, hello.value);
  if (!reported.ok) return reported;
  const pulled = await pullFeed(core, hello.value.epoch);
  if (!pulled.ok) return pulled;
  await tellErrors(core);
  await tellAcceptances(core);
  await tellClients(core);
  await tellFeedback(core);
  await fetchVoiceKey(core);
  const granted = await leases(core);
  if (!granted.ok) return granted;
  return ok({
    pushed: pushed.value.pushed,
    changed: pulled.value.changed,
    granted: granted.value.granted,
  });
}

/** The backend has our whole journal in its new time: it need not wait for us any longer. */
async function reportRecovered(core: Core, { recovery }: Hello): Promise<Result<null>> {
  if (recovery === null) return ok(null);
  const headSeq = core.journal.facts.get('acknowledged')?.seq ?? 0;
  const told = await core.link.call('recovery.report', { headSeq });
  return told.ok ? ok(null) : told;
}

/**
 * Where the backend stands in our journal is the truth; where that contradicts our lines, one of
 * them is a copy. Behind what we know, it was restored, and gets everything from there again. Ahead
 * of it, an answer was lost: those lines go out again as well, because only their answers tell
 * which of them were refused (architecture §8).
 */
function agreeOnHead(core: Core, session: SessionAnswer): Result<null> {
  const { acknowledgedSeq: seq, acknowledgedHash: hash } = session;
  if (core.journal.lineHashAt(seq) !== hash)
    return forked(core, core.journal.linesAfter(0, 1), null);
  if (seq >= (core.journal.facts.get('acknowledged')?.seq ?? 0)) return ok(null);
  return core.journal.write({ atMs: core.clock.nowMs() }, ({ facts }) => {
    facts.set('acknowledged', { seq, hash });
    return null;
  });
}

/** Everything that was to be told has been told: from here on, new leases may be had and spent. */
async function leases(core: Core): Promise<Result<{ granted: number }>> {
  if (core.journal.facts.get('leasesKilled') !== null) {
    // They may have been killed while the lines before that were on their way.
    const told = await pushJournal(core);
    if (!told.ok) return told;
    const cleared = core.journal.write({ atMs: core.clock.nowMs() }, ({ facts }) => {
      facts.set('leasesKilled', null);
      return null;
    });
    if (!cleared.ok) return cleared;
    await moveGeneration(core);
  }
  dropDeadVerifiers(core.cache.db, core.clock.nowMs());
  const unheard = await returnUnheard(core);
  if (!unheard.ok) return unheard;
  const returned = await returnIdleLeases(core);
  if (!returned.ok) return returned;
  if (unheard.value.returned + returned.value.returned > 0) {
    const told = await pushJournal(core);
    if (!told.ok) return told;
  }
  const granted = await askForGrants(core);
  if (!granted.ok || granted.value.granted === 0) return granted;
  // An answer that had been lost may bring leases under a contract that was closed since.
  const outdated = await returnIdleLeases(core);
  if (!outdated.ok) return outdated;
  const told = await pushJournal(core);
  return told.ok ? granted : told;
}
