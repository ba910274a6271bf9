import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentKind } from '#domain/identity/programme.ts';
import {
  checkTicks,
  isUnfinishedAlive,
  CODES_SENT_MAX,
  firstCode,
  nextCode,
  sentCode,
  type RegistrationCode,
} from '#domain/member/registration.ts';

const DAY_MS = 24 * 3_600_000;
const asked = [
  { kind: 'rules', required: true },
  { kind: 'personal-data', required: true },
  { kind: 'marketing', required: false },
] as const;
const tick = (...kinds: readonly DocumentKind[]) => checkTicks(asked, new Set(kinds));

describe('a registration', () => {
  it('[R-07] [R-08] asks for rules and personal data apart; marketing may stay empty', () => {
    expect(tick('rules', 'personal-data')).toEqual({ ok: true, value: null });
    expect(tick('personal-data', 'marketing')).toMatchObject({ code: 'RULES_NOT_ACCEPTED' });
    expect(tick('rules', 'marketing')).toMatchObject({ code: 'CONSENT_REQUIRED' });
  });

  it('[R-08] passes exactly when everything required is ticked', () => {
    const kinds: DocumentKind[] = ['rules', 'personal-data', 'marketing'];
    fc.assert(
      fc.property(fc.subarray(kinds), fc.subarray(kinds), (required, ticked) => {
        const documents = kinds.map((kind) => ({ kind, required: required.includes(kind) }));
        const passes = required.every((kind) => ticked.includes(kind));
        expect(checkTicks(documents, new Set(ticked)).ok).toBe(passes);
      }),
    );
  });

  it('[R-11] waits 24 hours for its code, to the millisecond', () => {
    expect(isUnfinishedAlive(1_000, DAY_MS, 1_000 + DAY_MS)).toBe(true);
    expect(isUnfinishedAlive(1_000, DAY_MS, 1_001 + DAY_MS)).toBe(false);
  });
});

const RULES = { digits: 4, termMs: 300_000, tries: 5, resendAfterMs: 60_000 };
const afterErrors = (triesUsed: number): RegistrationCode => ({ ...firstCode(0), triesUsed });

describe('a code sent to a phone', () => {
  it('[R-10] is heard for five minutes, and stands five tries', () => {
    const sent = sentCode(afterErrors(3), RULES);
    expect(sent).toEqual({ state: 'open', triesUsed: 3, expiresAtMs: 300_000 });
  });

  it('[R-10] is sent again after 60 s, and not a millisecond before', () => {
    expect(nextCode(firstCode(0), RULES, 59_999)).toEqual({
      ok: false,
      code: 'RATE_LIMITED',
      params: { waitMs: 1 },
    });
    const sent = nextCode(afterErrors(5), RULES, 60_000);
    expect(sent).toEqual({
      ok: true,
      value: { sentAtMs: 60_000, sentCount: 2, triesUsed: 0, triesBefore: 5 },
    });
  });

  it('[R-10] is not sent without end, whenever it is asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 40 }), (pauses) => {
        let code = firstCode(0);
        let nowMs = 0;
        for (const pauseMs of pauses) {
          nowMs += pauseMs;
          const next = nextCode(code, RULES, nowMs);
          if (!next.ok) continue;
          expect(nowMs - code.sentAtMs).toBeGreaterThanOrEqual(60_000);
          code = next.value;
        }
        expect(code.sentCount).toBeLessThanOrEqual(CODES_SENT_MAX);
      }),
    );
  });
});
