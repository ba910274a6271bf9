// Voice authorization (architecture §7): a station without the link reads a challenge out, the back
// office reserves the fill and answers with a code that only it can make for exactly this fill.
// Hashing needs crypto and is handed in; both sides must hash exactly these texts.

import { assertSafeInteger } from '../assert.ts';
import { canonicalText } from '../journal/chain.ts';
import { ok, refuse, type Result } from '../result.ts';

/** The fill that is asked for. */
export interface VoiceFill {
  readonly workstationId: string;
  /** Counts the challenges of the workstation; none comes twice. */
  readonly counter: number;
  readonly cardId: string;
  readonly productId: string;
  readonly volumeMl: number;
}

/** What the code is good for, and for nothing else: at another price it fails at the station. */
export interface VoiceBinding extends VoiceFill {
  readonly priceMinorPerLitre: number;
}

/** Lower-case hex of SHA-256 over a text, and of HMAC-SHA-256 under a key in hex. */
export interface VoiceHashes {
  sha256(text: string): string;
  hmac(keyHex: string, text: string): string;
}

/** After so many wrong codes a challenge is worth nothing. */
export const VOICE_TRIES_MAX = 5;
/** A challenge that was not answered by then is given up: the driver has left. */
export const VOICE_LIFE_MS = 30 * 60_000;

const CODE_DIGITS = 8;
const CHECK_DIGITS = 4;
/** Hex digits that fit a safe integer. */
const SAFE_HEX = 13;
const UUID_PARTS = /^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/u;

/** The key of one workstation, from the network's; knowing it says nothing about the others. */
export function voiceKey(
  hashes: VoiceHashes,
  networkKeyHex: string,
  workstationId: string,
): string {
  return hashes.hmac(networkKeyHex, `voice\n${workstationId}`);
}

/**
 * What is read out: the counter, and digits by which a slip of the tongue in card, product or
 * volume is found before anything is reserved. No secret is in it.
 */
export function challengeText(hashes: Pick<VoiceHashes, 'sha256'>, binding: VoiceFill): string {
  const counter = String(binding.counter).padStart(4, '0');
  return `${counter}-${digitsOf(hashes.sha256(textOf('challenge', fillOf(binding))), CHECK_DIGITS)}`;
}

/** The counter of a challenge as a person typed it; FIELD_INVALID when it is none. */
export function challengeCounter(typed: string): Result<number, 'FIELD_INVALID'> {
  const found = /^\s*(\d{4,9})[\s-]*\d{4}\s*$/u.exec(typed);
  const counter = Number(found?.[1]);
  if (found === null || counter < 1) return refuse('FIELD_INVALID', { field: 'challenge' });
  return ok(counter);
}

/** Whether what was typed is the challenge of this very fill. */
export function isChallengeOf(
  hashes: Pick<VoiceHashes, 'sha256'>,
  typed: string,
  binding: VoiceFill,
): boolean {
  return typed.replaceAll(/\D/gu, '') === challengeText(hashes, binding).replace('-', '');
}

/** The eight digits that the back office answers with. `keyHex`: of the workstation. */
export function voiceCode(hashes: VoiceHashes, keyHex: string, binding: VoiceBinding): string {
  return digitsOf(hashes.hmac(keyHex, textOf('code', binding)), CODE_DIGITS);
}

/**
 * The id of the reserved sale, which both sides find by themselves: UUID version 8 (RFC 9562 §5.8).
 */
export function voiceSaleId(
  hashes: Pick<VoiceHashes, 'sha256'>,
  { workstationId, counter }: Pick<VoiceBinding, 'workstationId' | 'counter'>,
): string {
  const hex = hashes.sha256(`voice-sale\n${workstationId}\n${counter}`);
  return hex.replace(UUID_PARTS, '$1-$2-8$3-8$4-$5');
}

export interface VoiceTries {
  readonly triesUsed: number;
  readonly state: 'open' | 'used' | 'void';
}

/** After one more code was typed: the right one works once, the fifth wrong one ends it. */
export function afterVoiceTry(triesUsed: number, right: boolean): VoiceTries {
  assertSafeInteger(triesUsed, 'triesUsed');
  if (triesUsed >= VOICE_TRIES_MAX) return { triesUsed, state: 'void' };
  if (right) return { triesUsed, state: 'used' };
  const after = triesUsed + 1;
  return { triesUsed: after, state: after >= VOICE_TRIES_MAX ? 'void' : 'open' };
}

function textOf(purpose: 'challenge' | 'code', binding: VoiceFill & Partial<VoiceBinding>): string {
  const { workstationId, counter, cardId, productId, volumeMl, priceMinorPerLitre } = binding;
  const fill = { workstationId, counter, cardId, productId, volumeMl };
  const bound = priceMinorPerLitre === undefined ? fill : { ...fill, priceMinorPerLitre };
  return `voice-${purpose}\n${canonicalText(bound)}`;
}

function digitsOf(hex: string, digits: number): string {
  const value = Number.parseInt(hex.slice(0, SAFE_HEX), 16);
  return String(value % 10 ** digits).padStart(digits, '0');
}

function fillOf({ workstationId, counter, cardId, productId, volumeMl }: VoiceFill): VoiceFill {
  return { workstationId, counter, cardId, productId, volumeMl };
}
