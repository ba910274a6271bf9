import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CODES_SENT_MAX,
  firstCode,
  nextCode,
  tryCode,
  type SentCode,
} from '#domain/identity/message-code.ts';

const RULES = { digits: 4, termMs: 300_000, tries: 5, resendAfterMs: 60_000 };
const wrongAt = (nowMs: number) => ({ nowMs, same: false });
const rightAt = (nowMs: number) => ({ nowMs, same: true });
const afterErrors = (triesUsed: number): SentCode => ({ ...firstCode(0), triesUsed });

describe('a code sent to a phone', () => {
  it('[R-10] is heard for five minutes to the millisecond', () => {
    expect(tryCode(firstCode(0), RULES, rightAt(300_000))).toEqual({ ok: true, value: null });
    expect(tryCode(firstCode(0), RULES, rightAt(300_001))).toMatchObject({ code: 'CODE_EXPIRED' });
  });

  it('[R-10] has five tries, each refusal says how many are left, and the sixth is not heard', () => {
    for (let used = 0; used < 5; used += 1) {
      const refused = tryCode(afterErrors(used), RULES, wrongAt(0));
      expect(refused).toEqual({ ok: false, code: 'CODE_INVALID', params: { left: 4 - used } });
      expect(tryCode(afterErrors(used), RULES, rightAt(0)).ok).toBe(true);
    }
    expect(tryCode(afterErrors(5), RULES, rightAt(0))).toMatchObject({ code: 'CODE_EXPIRED' });
  });

  it('[R-10] is sent again after 60 s, and not a millisecond before', () => {
    expect(nextCode(firstCode(0), RULES, 59_999)).toEqual({
      ok: false,
      code: 'RATE_LIMITED',
      params: { waitMs: 1 },
    });
    const sent = nextCode(afterErrors(5), RULES, 60_000);
    expect(sent).toEqual({ ok: true, value: { sentAtMs: 60_000, sentCount: 2, triesUsed: 0 } });
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
