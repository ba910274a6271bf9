import { z } from 'zod';
import { canonicalText, type Json } from '#domain/journal/chain.ts';
import type { LeaseShare } from '#domain/lease/lease.ts';
import type { Limit } from '#domain/limit/limit.ts';
import type { Quantity } from '#domain/limit/measure.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { JournalBody } from '#protocol/journal.ts';
import type { LeaseRecord } from '#protocol/records.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import * as s from '#protocol/shapes.ts';
import { dropVerifiers, putPinVerifier } from '../cache/card-notes.ts';
import { record } from '../cache/registers.ts';
import type { Core } from '../core.ts';
import { isSignedBy } from '../pinned-keys.ts';
import { notTakenUp, unanswered } from '../sync/link.ts';
import { turn } from '../turn.ts';
import { demandedCards, grantDue, wantedByContract, wantedFor } from './demand.ts';
import { moveGeneration } from './generation.ts';
import { giveBack, sharesInEachWindow } from './give-back.ts';
import { putCardGrant, putLease } from './lease-store.ts';
import { forgetLowered, type LoweredLimit } from './lowered-limits.ts';

type Grant = RouteAnswer<'lease.grant'>;

/** So many cards are asked for in one round; the next round goes on. */
const GRANTS_PER_ROUND = 50;
/** So many are looked at before whoever waits has his turn. */
const CARDS_AT_ONCE = 25;

const quantityShape = z.strictObject({
  amountMinor: s.amountMinor,
  volumeMl: s.volumeMl,
  count: s.count,
});
const wantedShape = quantityShape.extend({ together: quantityShape.optional() });

interface Question {
  readonly cardId: string;
  readonly commandId: string;
  readonly wanted: z.infer<typeof wantedShape>;
  readonly askedAtMs: number;
}

/**
 * Asks for the leases that are due, each under an id that is durable before it is sent: a grant
 * whose answer was lost is asked for again under the same id, and comes the same (architecture §7).
 */
export async function askForGrants(core: Core): Promise<Result<{ granted: number }>> {
  await noteDueQuestions(core);
  let granted = 0;
  for (const question of openQuestions(core)) {
    const { cardId } = question;
    const answer = await core.link.call('lease.grant', grantInput(core, question));
    // While the network recovers nothing is granted to anybody, and nothing else is wrong.
    if (!answer.ok && answer.code === 'NETWORK_RECOVERING') break;
    if (isFaulty(core, answer, cardId)) continue;
    // The authority may have answered before: only the same question, asked again, brings leases
    // that it has counted already.
    if (!answer.ok && (unanswered(answer.code) || notTakenUp(answer.code))) return answer;
    if (!answer.ok) {
      endQuestion(core, cardId);
      core.log.info({ cardId, code: answer.code }, 'no leases were granted');
      continue;
    }
    const received = receiveGrant(core, question, answer.value);
    if (isFaulty(core, received, cardId)) continue;
    if (!received.ok) return received;
    granted += 1;
  }
  if (granted > 0) await moveGeneration(core);
  return ok({ granted });
}

/**
 * One card of which the backend says nothing sensible keeps no other from its leases: its question
 * stays open, and is asked again in the next round.
 */
function isFaulty(core: Core, answer: Result<unknown>, cardId: string): boolean {
  if (answer.ok || answer.code !== 'INTERNAL') return false;
  core.log.error({ cardId, params: answer.params }, 'a grant came to no sensible answer');
  return true;
}

function grantInput(
  core: Core,
  { commandId, cardId, wanted }: Question,
): RouteInput<'lease.grant'> {
  const { together, ...ofCard } = wanted;
  const deadUntilMs = core.journal.facts.get('leasesKilledAtMs');
  return {
    commandId,
    cardId,
    wanted: ofCard,
    ...(together === undefined ? {} : { wantedTogether: together }),
    ...(deadUntilMs === null ? {} : { deadUntilMs }),
  };
}

async function dueCards(core: Core, atMs: number): Promise<readonly string[]> {
  const due: string[] = [];
  for (const [index, cardId] of demandedCards(core, atMs).entries()) {
    if (index % CARDS_AT_ONCE === CARDS_AT_ONCE - 1) await turn();
    if (grantDue(core, cardId, atMs)) due.push(cardId);
    if (due.length === GRANTS_PER_ROUND) break;
  }
  return due;
}

async function noteDueQuestions(core: Core): Promise<void> {
  const atMs = core.clock.nowMs();
  const due = await dueCards(core, atMs);
  if (due.length === 0) return;
  const together = wantedByContract(core, atMs);
  core.journal.write({ atMs }, ({ db }) => {
    const put = db.prepare(
      `INSERT INTO grant_question VALUES (?, ?, ?, ?, 0)
       ON CONFLICT (card_id) DO UPDATE SET command_id = excluded.command_id, wanted = excluded.wanted,
         asked_at_ms = excluded.asked_at_ms, answered = 0 WHERE answered = 1`,
    );
    for (const cardId of due) {
      const ofCard = wantedFor(core, cardId, atMs);
      const contractId = record(core.cache.db, 'card', cardId)?.contractId ?? '';
      const wanted = { ...ofCard, together: atLeast(together.get(contractId), ofCard) };
      put.run(cardId, core.ids.uuid(), JSON.stringify(wanted), atMs);
    }
  });
}

function atLeast(together: Quantity | undefined, ofCard: Quantity): Quantity {
  if (together === undefined) return ofCard;
  return {
    amountMinor: Math.max(together.amountMinor, ofCard.amountMinor),
    volumeMl: Math.max(together.volumeMl, ofCard.volumeMl),
    count: Math.max(together.count, ofCard.count),
  };
}

function openQuestions(core: Core): readonly Question[] {
  return core.journal.db
    .prepare<[], Omit<Question, 'wanted'> & { wanted: string }>(
      `SELECT card_id AS cardId, command_id AS commandId, wanted, asked_at_ms AS askedAtMs
       FROM grant_question WHERE answered = 0 ORDER BY asked_at_ms, card_id`,
    )
    .all()
    .map((row) => ({ ...row, wanted: wantedShape.parse(JSON.parse(row.wanted)) }));
}

function endQuestion(core: Core, cardId: string): void {
  core.journal.write({ atMs: core.clock.nowMs() }, ({ db }) => {
    db.prepare('UPDATE grant_question SET answered = 1 WHERE card_id = ?').run(cardId);
  });
}

function receiveGrant(core: Core, question: Question, grant: Grant): Result<null> {
  if (!authentic(core, question, grant)) return refuse('INTERNAL', { reason: 'grant-signature' });
  const atMs = core.clock.nowMs();
  const { grantId, cardId, leases, limits, rules = [], pin } = grant;
  // As old as its decision: a repeated answer may be hours old, and limits that were heard of
  // since then must not give way to it.
  const decidedAtMs = leases[0]?.issuedAtMs ?? question.askedAtMs;
  const written = core.journal.write({ atMs }, (writing) => {
    const { db, append, facts } = writing;
    const arrived = leases.filter((lease) => putLease(db, lease));
    putCardGrant(db, { cardId, grantId, atMs: decidedAtMs, limits, rules });
    const acknowledgedSeq = facts.get('acknowledged')?.seq ?? 0;
    const lowered = forgetLowered(db, cardId, { acknowledgedSeq, decidedAtMs });
    db.prepare('UPDATE grant_question SET answered = 1 WHERE card_id = ?').run(cardId);
    append('leases.received', { grantId, leases: leases.map(toldLease) });
    const shares = sharesAbove(arrived, limits, lowered);
    giveBack(
      writing,
      shares.map((share) => ({ returnId: core.ids.uuid(), ...share })),
    );
    return null;
  });
  if (!written.ok) return written;
  keepVerifier(core, { grantId, cardId, pin, leases });
  core.events.syncMoved();
  return ok(null);
}

/**
 * What leases of an answer that was decided before hold of limits that were lowered here since: it
 * goes back as it would have if they had been here then (row N-16).
 */
function sharesAbove(
  arrived: readonly LeaseRecord[],
  limits: readonly Limit[],
  lowered: readonly LoweredLimit[],
): LeaseShare[] {
  const whole = arrived.map((lease) => ({ ...lease, left: lease.granted }));
  return lowered.flatMap(({ limitId, amount }) => {
    const before = limits.find((limit) => limit.limitId === limitId)?.amount ?? amount;
    return sharesInEachWindow(whole, limitId, Math.max(0, before - amount));
  });
}

/** A lease as a line of the journal tells it, so that a restored backend can count it again. */
export function toldLease({
  leaseId,
  granted,
  workstationId: _here,
  ...terms
}: LeaseRecord): JournalBody<'leases.received'>['leases'][number] {
  return { leaseId, granted, terms };
}

/**
 * Signed by a key that was pinned at enrolment, an answer to this question, and for this
 * workstation.
 */
function authentic(core: Core, question: Question, { signature, ...grant }: Grant): boolean {
  // Parsed from JSON, so it is JSON; zod's type only spells it differently.
  const text = canonicalText(grant as unknown as Json);
  if (!isSignedBy(core.backendKeys, { keyId: grant.keyId, signature }, text)) return false;
  const { workstationId } = core.identity;
  return (
    grant.grantId === question.commandId &&
    grant.cardId === question.cardId &&
    grant.leases.every((lease) => lease.workstationId === workstationId)
  );
}

/** The verifier lives as long as the longest of the leases that it came with (row N-20). */
function keepVerifier(
  core: Core,
  { grantId, cardId, pin, leases }: Pick<Grant, 'grantId' | 'cardId' | 'pin' | 'leases'>,
): void {
  const { db } = core.cache;
  if (pin === null) return dropVerifiers(db, cardId);
  // A grant that adds nothing brings the verifier all the same; it then ends with what is still
  // alive here.
  const diesAtMs = Math.max(core.clock.nowMs(), ...leases.map((lease) => lease.expiresAtMs));
  const { verifier, key } = pin;
  const before = db
    .prepare<[string], { diesAtMs: number }>(
      'SELECT dies_at_ms AS diesAtMs FROM pin_verifier WHERE card_id = ?',
    )
    .get(cardId);
  const until = Math.max(diesAtMs, before?.diesAtMs ?? 0);
  putPinVerifier(db, { cardId, grantId, verifier, key, diesAtMs: until });
}
