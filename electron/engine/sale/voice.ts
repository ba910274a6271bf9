import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { decideAuthorize } from '#domain/sale/authorize.ts';
import { flat, ok, refuse, type Result } from '#domain/result.ts';
import {
  afterVoiceTry,
  challengeText,
  voiceCode,
  voiceSaleId,
  VOICE_LIFE_MS,
  VOICE_TRIES_MAX,
  type VoiceBinding,
  type VoiceHashes,
} from '#domain/voice/voice.ts';
import type { BridgeAnswer, Fill } from '#protocol/bridge.ts';
import type { ReadableDb } from '#sqlite/open.ts';
import type { Core } from '../core.ts';
import type { Writing } from '../journal/journal.ts';
import { heldBody, newFill, offlineSale, questionHere } from './authorize-offline.ts';
import { deskFacts, localRemainders, paperOf } from './desk.ts';
import { openFillOnPump, putFill, type FillRow } from './fill-store.ts';
import type { Operator } from './question.ts';
import { shownFill } from './sales.ts';

export interface VoiceQuestion {
  readonly cardId: string;
  readonly productId: string;
  readonly pumpNumber: number;
  readonly volumeMl: number;
}

interface Challenge extends VoiceQuestion {
  readonly counter: number;
  readonly state: 'open' | 'used' | 'void';
  readonly tries: number;
  readonly atMs: number;
  readonly priceMinorPerLitre: number;
}

const hashes: VoiceHashes = {
  sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
  hmac: (keyHex, text) =>
    createHmac('sha256', Buffer.from(keyHex, 'hex')).update(text, 'utf8').digest('hex'),
};

/** Asks for the key once; a backend that has none yet is asked again with the next round. */
export async function fetchVoiceKey(core: Core): Promise<void> {
  if (core.journal.facts.get('voiceKey') !== null) return;
  const answer = await core.link.call('voice.key', {});
  if (!answer.ok) return;
  core.journal.write({ atMs: core.clock.nowMs() }, ({ facts }) => {
    facts.set('voiceKey', answer.value.key);
  });
}

/**
 * Makes the challenge of a fill: numbered for good before anybody hears it. Older ones that nobody
 * answered are given up, and what may have been reserved for them is taken back.
 */
export function makeChallenge(
  core: Core,
  question: VoiceQuestion,
): Result<BridgeAnswer<'voice:challenge'>> {
  if (core.journal.facts.get('voiceKey') === null) return refuse('VOICE_KEY_MISSING');
  const atMs = core.clock.nowMs();
  const facts = deskFacts(core, { ...question, atMs });
  if (!facts.ok) return facts;
  const { tariff, card, product } = facts.value;
  if (tariff === null) return refuse('PRICE_NOT_SET');
  const { priceMinorPerLitre } = tariff;
  const written = core.journal.write({ atMs }, (writing) => {
    giveUp(core, writing, atMs);
    const counter = (writing.facts.get('voiceCounter') ?? 0) + 1;
    writing.facts.set('voiceCounter', counter);
    writing.db
      .prepare(
        `INSERT INTO voice_challenge VALUES (@counter, 'open', 0, @atMs, @cardId, @productId,
           @pumpNumber, @volumeMl, @priceMinorPerLitre)`,
      )
      .run({ ...question, counter, atMs, priceMinorPerLitre });
    return counter;
  });
  if (!written.ok) return written;
  const counter = written.value;
  const { workstationId } = core.identity;
  return ok({
    counter,
    challenge: challengeText(hashes, { ...question, counter, workstationId }),
    workstationName: core.workstationName,
    panMasked: card.panMasked,
    productName: product.name,
    volumeMl: question.volumeMl,
    endsAtMs: atMs + VOICE_LIFE_MS,
  });
}

/**
 * Gives up challenges that nobody came back for, so that the client has again what was reserved for
 * them. Where the disk has no room a later round does it.
 */
export function giveUpChallenges(core: Core): void {
  const atMs = core.clock.nowMs();
  if (overChallenges(core.journal.db, atMs).length === 0) return;
  core.journal.write({ atMs }, (writing) => giveUp(core, writing, atMs));
}

/** Counters of challenges that are over and were not answered. */
function overChallenges(db: ReadableDb, atMs: number): readonly number[] {
  return db
    .prepare<[number], { counter: number }>(
      `SELECT counter FROM voice_challenge WHERE state = 'open' AND at_ms <= ?`,
    )
    .all(atMs - VOICE_LIFE_MS)
    .map(({ counter }) => counter);
}

/** Gives up challenges that are over; call it in a transaction of the journal. */
function giveUp(core: Core, { db, append }: Writing, atMs: number): void {
  const { workstationId } = core.identity;
  for (const counter of overChallenges(db, atMs)) {
    setState(db, counter, 'void');
    const saleId = voiceSaleId(hashes, { workstationId, counter });
    append('sale.reversed', { saleId, reason: 'no-answer' });
  }
}

function setState(db: Writing['db'], counter: number, state: Challenge['state']): void {
  db.prepare('UPDATE voice_challenge SET state = ? WHERE counter = ?').run(state, counter);
}

function challengeBy(db: ReadableDb, counter: number): Challenge | null {
  const row = db
    .prepare<[number], Challenge>(
      `SELECT counter, state, tries, at_ms AS atMs, card_id AS cardId, product_id AS productId,
         pump_number AS pumpNumber, volume_ml AS volumeMl,
         price_minor_per_litre AS priceMinorPerLitre
       FROM voice_challenge WHERE counter = ?`,
    )
    .get(counter);
  return row ?? null;
}

/**
 * Takes the office's code: the right one gives the hold that the office has reserved, once; the
 * fifth wrong one ends the challenge (architecture §7). Refused with VOICE_CODE_INVALID and the
 * tries that are left, VOICE_CODE_VOID, PUMP_BUSY, or as a fill is refused.
 */
export function authorizeByVoice(
  core: Core,
  { counter, code }: { counter: number; code: string },
  operator: Operator,
): Result<Fill> {
  const atMs = core.clock.nowMs();
  const challenge = challengeBy(core.journal.db, counter);
  const key = core.journal.facts.get('voiceKey');
  const over = challenge === null || challenge.atMs + VOICE_LIFE_MS <= atMs;
  if (over || challenge.state !== 'open' || key === null) return refuse('VOICE_CODE_VOID');
  const { workstationId } = core.identity;
  const right = isSame(code, voiceCode(hashes, key, bindingOf(challenge, workstationId)));
  const after = afterVoiceTry(challenge.tries, right);
  if (!right) return wrongCode(core, challenge, after);
  const sale = reservedSale(core, challenge, operator);
  if (!sale.ok) return sale;
  const written = core.journal.write({ atMs, space: 'hold' }, (writing): Result<FillRow> => {
    const { pumpNumber } = challenge;
    if (openFillOnPump(writing.db, pumpNumber) !== null) return refuse('PUMP_BUSY', { pumpNumber });
    setState(writing.db, counter, 'used');
    // The authority itself has given it: the journal repeats what the office said.
    const lastSeq = writing.append('sale.held', heldBody(sale.value.sale));
    const { saleId: askedId } = sale.value.sale;
    const fill = newFill({ sale: sale.value.sale, askedId, lastSeq, paper: sale.value.paper });
    putFill(writing.db, fill);
    return ok(fill);
  });
  const made = flat(written);
  if (!made.ok) return made;
  core.events.emit('sale:changed', {});
  core.events.syncMoved();
  return ok(shownFill(core, made.value));
}

function bindingOf(challenge: Challenge, workstationId: string): VoiceBinding {
  const { counter, cardId, productId, volumeMl, priceMinorPerLitre } = challenge;
  return { workstationId, counter, cardId, productId, volumeMl, priceMinorPerLitre };
}

function isSame(typed: string, code: string): boolean {
  const digits = Buffer.from(typed.replaceAll(/\D/gu, ''), 'utf8');
  const expected = Buffer.from(code, 'utf8');
  return digits.length === expected.length && timingSafeEqual(digits, expected);
}

function wrongCode(
  core: Core,
  { counter }: Challenge,
  after: ReturnType<typeof afterVoiceTry>,
): Result<never> {
  const { workstationId } = core.identity;
  const written = core.journal.write({ atMs: core.clock.nowMs() }, ({ db, append }) => {
    db.prepare('UPDATE voice_challenge SET tries = ?, state = ? WHERE counter = ?').run(
      after.triesUsed,
      after.state,
      counter,
    );
    if (after.state !== 'void') return;
    const saleId = voiceSaleId(hashes, { workstationId, counter });
    append('sale.reversed', { saleId, reason: 'no-answer' });
  });
  if (!written.ok) return written;
  if (after.state === 'void') return refuse('VOICE_CODE_VOID');
  return refuse('VOICE_CODE_INVALID', { triesLeftCount: VOICE_TRIES_MAX - after.triesUsed });
}

/** The hold as the office has reserved it: the same fill at the same price, counted there. */
function reservedSale(core: Core, challenge: Challenge, operator: Operator) {
  const { cardId, productId, pumpNumber, volumeMl, counter, priceMinorPerLitre } = challenge;
  const atMs = core.clock.nowMs();
  const facts = deskFacts(core, { cardId, productId, pumpNumber, atMs });
  if (!facts.ok) return facts;
  if (facts.value.tariff?.priceMinorPerLitre !== priceMinorPerLitre) return refuse('PRICE_NOT_SET');
  const saleId = voiceSaleId(hashes, { workstationId: core.identity.workstationId, counter });
  const ask = { by: 'volume', volumeMl } as const;
  const here = questionHere(core, facts.value, { pin: 'vouched', ask });
  // What is left was judged by the authority, which has reserved it.
  const judged = decideAuthorize({ ...here.question, available: () => Number.MAX_SAFE_INTEGER });
  if (!judged.ok) return judged;
  const question = { saleId, cardId, productId, pumpNumber, ask, pin: null };
  const attempt = { question, askedId: saleId, facts: facts.value, operator };
  const held = offlineSale(core, attempt, { hold: judged.value, takes: [], atMs });
  const remainders = localRemainders(core, facts.value.card, atMs);
  const paper = paperOf(core, {
    facts: facts.value,
    operatorName: operator.displayName,
    remainders,
  });
  return ok({ sale: { ...held, mode: 'online' as const }, paper });
}
