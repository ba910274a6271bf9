import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterVoiceTry,
  challengeCounter,
  challengeText,
  isChallengeOf,
  voiceCode,
  voiceKey,
  voiceSaleId,
  VOICE_TRIES_MAX,
  type VoiceBinding,
  type VoiceHashes,
} from '#domain/voice/voice.ts';

const hashes: VoiceHashes = {
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  hmac: (keyHex, text) =>
    createHmac('sha256', Buffer.from(keyHex, 'hex')).update(text).digest('hex'),
};
const NETWORK_KEY = 'ab'.repeat(32);
const binding: VoiceBinding = {
  workstationId: 'desk-1',
  counter: 7,
  cardId: 'card-1',
  productId: 'diesel',
  volumeMl: 40_000,
  priceMinorPerLitre: 29_500,
};
const key = voiceKey(hashes, NETWORK_KEY, 'desk-1');

const bindings = fc.record({
  workstationId: fc.constantFrom('desk-1', 'desk-2'),
  counter: fc.integer({ min: 1, max: 99_999 }),
  cardId: fc.constantFrom('card-1', 'card-2'),
  productId: fc.constantFrom('diesel', 'ai-95'),
  volumeMl: fc.integer({ min: 1, max: 500_000 }),
  priceMinorPerLitre: fc.integer({ min: 1, max: 100_000 }),
});

describe('voice authorization', () => {
  it('answers one fill with one code of eight digits, and another fill with another', () => {
    fc.assert(
      fc.property(bindings, bindings, (one, other) => {
        const code = voiceCode(hashes, key, one);
        expect(code).toMatch(/^\d{8}$/u);
        expect(voiceCode(hashes, key, { ...one })).toBe(code);
        const differs = JSON.stringify(one) !== JSON.stringify(other);
        // One in a hundred million by chance; this many runs do not meet it.
        if (differs) expect(voiceCode(hashes, key, other)).not.toBe(code);
      }),
    );
  });

  it('has a key for each workstation: the code of one is no code of another', () => {
    const foreign = voiceKey(hashes, NETWORK_KEY, 'desk-2');
    expect(foreign).not.toBe(key);
    expect(voiceCode(hashes, foreign, binding)).not.toBe(voiceCode(hashes, key, binding));
  });

  it('reads its challenge back, however it was written down', () => {
    fc.assert(
      fc.property(bindings, (one) => {
        const text = challengeText(hashes, one);
        expect(challengeCounter(text)).toEqual({ ok: true, value: one.counter });
        for (const typed of [text, text.replace('-', ''), ` ${text.replace('-', ' ')} `]) {
          expect(challengeCounter(typed).ok).toBe(true);
          expect(isChallengeOf(hashes, typed, one)).toBe(true);
        }
      }),
    );
  });

  it('finds a volume, a card or a product that was misheard before anything is reserved', () => {
    const text = challengeText(hashes, binding);
    for (const misheard of [
      { volumeMl: 14_000 },
      { cardId: 'card-2' },
      { productId: 'ai-95' },
      { workstationId: 'desk-2' },
    ]) {
      expect(isChallengeOf(hashes, text, { ...binding, ...misheard })).toBe(false);
    }
    expect(challengeCounter('12-34').ok).toBe(false);
    expect(challengeCounter('0000-1234').ok).toBe(false);
  });

  it('gives up after five wrong codes and works once', () => {
    let tries = { triesUsed: 0, state: 'open' as string };
    for (let n = 1; n <= VOICE_TRIES_MAX; n += 1) {
      expect(tries.state).toBe('open');
      tries = afterVoiceTry(tries.triesUsed, false);
      expect(tries.triesUsed).toBe(n);
    }
    expect(tries.state).toBe('void');
    expect(afterVoiceTry(tries.triesUsed, true).state).toBe('void');
    expect(afterVoiceTry(VOICE_TRIES_MAX - 1, true).state).toBe('used');
  });

  it('names the reserved sale alike on both sides, by an id of its own', () => {
    const id = voiceSaleId(hashes, binding);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/u);
    expect(voiceSaleId(hashes, { ...binding, counter: 8 })).not.toBe(id);
    expect(voiceSaleId(hashes, { ...binding, workstationId: 'desk-2' })).not.toBe(id);
  });
});
