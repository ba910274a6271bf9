import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterTry, waitAfterMs, type SendOutcome } from '#domain/message/outgoing.ts';
import { SMS_PART_UNITS, SMS_WHOLE_UNITS, smsParts } from '#domain/message/sms-parts.ts';
import { isTemplate, partedParams } from '#domain/message/templates.ts';

const later: SendOutcome = { kind: 'later', code: 'CHANNEL_UNREACHABLE' };

describe('the waits of a message', () => {
  it('grow threefold from five seconds to an hour', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].map(waitAfterMs)).toEqual([
      5_000, 15_000, 45_000, 135_000, 405_000, 1_215_000, 3_600_000, 3_600_000,
    ]);
  });

  it('a try that failed is never repeated after the term', () => {
    const times = fc.record({
      tries: fc.integer({ min: 1, max: 29 }),
      expiresAtMs: fc.integer({ min: 0, max: 10_000_000 }),
      nowMs: fc.integer({ min: 0, max: 10_000_000 }),
    });
    fc.assert(
      fc.property(times, (tried) => {
        const { state, nextTryAtMs } = afterTry(later, tried);
        if (state === 'queued') {
          expect(nextTryAtMs).toBe(tried.nowMs + waitAfterMs(tried.tries));
          expect(nextTryAtMs).toBeLessThanOrEqual(tried.expiresAtMs);
        } else {
          expect(state).toBe('expired');
          expect(tried.nowMs + waitAfterMs(tried.tries)).toBeGreaterThan(tried.expiresAtMs);
        }
      }),
    );
  });

  it('[N-10] a try may still fall exactly on the term, and not a millisecond later', () => {
    const tried = { tries: 1, nowMs: 0 };
    expect(afterTry(later, { ...tried, expiresAtMs: 5_000 })).toMatchObject({
      state: 'queued',
      nextTryAtMs: 5_000,
    });
    expect(afterTry(later, { ...tried, expiresAtMs: 4_999 }).state).toBe('expired');
  });

  it('after thirty tries it is given up', () => {
    const tried = { nowMs: 0, expiresAtMs: 100_000_000 };
    expect(afterTry(later, { ...tried, tries: 29 }).state).toBe('queued');
    expect(afterTry(later, { ...tried, tries: 30 })).toMatchObject({
      state: 'failed',
      error: 'CHANNEL_UNREACHABLE',
    });
  });

  it('what is refused for good is not tried again, and why is kept', () => {
    const tried = { tries: 1, nowMs: 0, expiresAtMs: 100_000_000 };
    for (const kind of ['failed', 'bounced'] as const) {
      const after = afterTry({ kind, code: 'CHANNEL_REFUSED' }, tried);
      expect(after).toEqual({
        state: kind,
        error: 'CHANNEL_REFUSED',
        providerId: null,
        nextTryAtMs: null,
      });
    }
  });
});

describe('the parts of a short message', () => {
  it('70 units go whole, 71 in two parts of 67 at most', () => {
    expect(smsParts('я'.repeat(SMS_WHOLE_UNITS))).toHaveLength(1);
    expect(smsParts('я'.repeat(SMS_WHOLE_UNITS + 1)).map((part) => part.length)).toEqual([67, 4]);
  });

  it('put together they are the text, and no letter is torn apart', () => {
    const letters = fc.array(fc.constantFrom('я', 'q', '⛽', '🚗', ' '), { maxLength: 300 });
    fc.assert(
      fc.property(letters, (chosen) => {
        const text = chosen.join('');
        const parts = smsParts(text);
        expect(parts.join('')).toBe(text);
        for (const part of parts) {
          expect(part.isWellFormed()).toBe(true);
          if (parts.length > 1) expect(part.length).toBeLessThanOrEqual(SMS_PART_UNITS);
        }
      }),
    );
  });
});

describe('the parameters of a message', () => {
  it('code, token and password are secret, and nothing else', () => {
    expect(partedParams({ login: 'anna', password: 'p', code: '1', token: 't', atMs: 5 })).toEqual({
      open: { login: 'anna', atMs: 5 },
      secret: { password: 'p', code: '1', token: 't' },
    });
  });

  it('a name that is inherited is no template', () => {
    expect(isTemplate('invitation')).toBe(true);
    for (const name of ['', 'toString', '__proto__']) expect(isTemplate(name)).toBe(false);
  });
});
