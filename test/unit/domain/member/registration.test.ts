import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentKind } from '#domain/identity/programme.ts';
import { checkTicks, isUnfinishedAlive } from '#domain/member/registration.ts';

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
