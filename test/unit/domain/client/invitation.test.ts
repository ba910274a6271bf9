import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  invitationStage,
  mayAccept,
  mayRenew,
  mayResend,
  type InvitationFacts,
} from '#domain/client/invitation.ts';

const TERM_MS = 14 * 24 * 3_600_000;

const invitationOf = (patch: Partial<InvitationFacts> = {}): InvitationFacts => ({
  state: 'active',
  sentAtMs: 0,
  expiresAtMs: TERM_MS,
  ...patch,
});

describe('an invitation', () => {
  it('[P-06] works for 14 days to the last moment, and not a millisecond longer', () => {
    fc.assert(
      fc.property(fc.integer({ min: -TERM_MS, max: TERM_MS }), (offMs) => {
        const judged = mayAccept(invitationOf(), TERM_MS + offMs);
        expect(judged.ok).toBe(offMs <= 0);
        if (!judged.ok) expect(judged.code).toBe('INVITE_EXPIRED');
      }),
    );
    expect(mayAccept(invitationOf(), TERM_MS).ok).toBe(true);
    expect(mayAccept(invitationOf(), TERM_MS + 1).ok).toBe(false);
  });

  it('[P-06] works once, and not after it was withdrawn, however old it is', () => {
    for (const nowMs of [1, TERM_MS + 1]) {
      const [used, revoked] = [{ state: 'accepted' }, { state: 'revoked' }] as const;
      expect(mayAccept(invitationOf(used), nowMs)).toMatchObject({ code: 'INVITE_USED' });
      expect(mayAccept(invitationOf(revoked), nowMs)).toMatchObject({ code: 'INVITE_REVOKED' });
    }
  });

  it('[P-05] is active, expired or finished, or was withdrawn', () => {
    expect(invitationStage(invitationOf(), 1)).toBe('active');
    expect(invitationStage(invitationOf(), TERM_MS + 1)).toBe('expired');
    expect(invitationStage(invitationOf({ state: 'accepted' }), TERM_MS + 1)).toBe('finished');
    expect(invitationStage(invitationOf({ state: 'revoked' }), 1)).toBe('revoked');
  });

  it('[P-05] is renewed while nobody has ended it', () => {
    expect(mayRenew(invitationOf()).ok).toBe(true);
    expect(mayRenew(invitationOf({ state: 'accepted' }))).toMatchObject({ code: 'INVITE_USED' });
    expect(mayRenew(invitationOf({ state: 'revoked' }))).toMatchObject({ code: 'INVITE_REVOKED' });
  });

  it('[P-12] is sent again once in 60 s', () => {
    const again = (nowMs: number) => mayResend(invitationOf(), 60_000, nowMs);
    expect(again(59_999)).toEqual({ ok: false, code: 'RATE_LIMITED', params: { waitMs: 1 } });
    expect(again(60_000).ok).toBe(true);
  });
});
