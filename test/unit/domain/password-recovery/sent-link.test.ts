import { describe, expect, it } from 'vitest';
import type { SentSecret } from '#domain/identity/one-time-code.ts';
import { judgeLink } from '#domain/password-recovery/sent-link.ts';
import { refuse } from '#domain/result.ts';

const SENT_MS = 1_795_000_000_000;
const expiresAtMs = SENT_MS + 24 * 3_600_000;
const open: SentSecret = { state: 'open', triesUsed: 0, expiresAtMs };

describe('judgeLink', () => {
  it('[P-16][O-07] works up to 24 h, once, and not after a newer one', () => {
    const lastMs = open.expiresAtMs;
    expect(judgeLink(open, lastMs).ok).toBe(true);
    expect(judgeLink(open, lastMs + 1)).toEqual(refuse('LINK_EXPIRED'));
    expect(judgeLink({ ...open, state: 'used' }, SENT_MS)).toEqual(refuse('LINK_USED'));
    expect(judgeLink({ ...open, state: 'cancelled' }, SENT_MS)).toEqual(refuse('LINK_EXPIRED'));
  });
});
