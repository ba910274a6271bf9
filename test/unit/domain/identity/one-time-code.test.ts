import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACCOUNT_TRIES_MAX,
  ASKING_SPAN_MS,
  judgeCode,
  mayAsk,
  type SentSecret,
} from '#domain/identity/one-time-code.ts';

const DAY_MS = 24 * 3_600_000;
const SENT_MS = 1_795_000_000_000;
const open: SentSecret = { state: 'open', triesUsed: 0, expiresAtMs: SENT_MS + DAY_MS };
const TRIES = 5;
const entry = { nowMs: SENT_MS, triesMax: TRIES, right: true, accountTriesUsed: 0 };

describe('judgeCode', () => {
  it('[N-10] works up to 24:00:00 after sending, not a millisecond later', () => {
    const last = judgeCode(open, { ...entry, nowMs: SENT_MS + DAY_MS });
    expect(last.answer.ok).toBe(true);
    const late = judgeCode(open, { ...entry, nowMs: SENT_MS + DAY_MS + 1 });
    expect(late).toEqual({ answer: refused('CODE_EXPIRED'), sent: open });
  });

  it('[N-10] works once', () => {
    const { sent } = judgeCode(open, entry);
    expect(sent.state).toBe('used');
    expect(judgeCode(sent, entry).answer).toEqual(refused('CODE_USED'));
  });

  it('[N-10] five wrong entries end it, each telling what is left; then the right one fails', () => {
    let sent = open;
    const left = [];
    for (let round = 0; round < TRIES; round += 1) {
      const judged = judgeCode(sent, { ...entry, right: false });
      expect(judged.answer).toMatchObject({ code: 'CODE_INVALID' });
      if (!judged.answer.ok) left.push(judged.answer.params['left']);
      ({ sent } = judged);
    }
    expect(left).toEqual([4, 3, 2, 1, 0]);
    const dead = judgeCode(sent, entry);
    expect(dead.answer).toEqual(refused('CODE_EXPIRED'));
    expect(dead.sent).toEqual(sent);
  });

  it('[N-10] a code that a newer one replaced is answered as a wrong one', () => {
    const cancelled = { ...open, state: 'cancelled' } as const;
    expect(judgeCode(cancelled, entry)).toEqual(judgeCode(cancelled, { ...entry, right: false }));
    expect(judgeCode(cancelled, entry).answer).toEqual(refused('CODE_INVALID', { left: 4 }));
  });

  it('[R-10] an account whose tries of the day are used up takes no code, and does not tell', () => {
    const spent = { ...entry, accountTriesUsed: ACCOUNT_TRIES_MAX };
    expect(judgeCode(open, spent)).toEqual(judgeCode(open, { ...entry, right: false }));
    const almost = { ...entry, accountTriesUsed: ACCOUNT_TRIES_MAX - 1 };
    expect(judgeCode(open, almost).answer.ok).toBe(true);
  });

  it('whoever does not know the code sees the same, whatever became of the request', () => {
    const states = fc.constantFrom('open' as const, 'used' as const, 'cancelled' as const);
    const tries = fc.integer({ min: 0, max: TRIES });
    const offsets = fc.integer({ min: -DAY_MS, max: DAY_MS });
    fc.assert(
      fc.property(states, tries, offsets, fc.nat(50), (state, triesUsed, offsetMs, used) => {
        const nowMs = open.expiresAtMs + offsetMs;
        const guess = { nowMs, triesMax: TRIES, right: false, accountTriesUsed: used };
        const here = judgeCode({ ...open, state, triesUsed }, guess);
        const fresh = judgeCode({ ...open, triesUsed }, { ...guess, accountTriesUsed: 0 });
        expect(here.answer).toEqual(fresh.answer);
        expect(here.sent.triesUsed).toBe(fresh.sent.triesUsed);
        expect(here.answer.ok).toBe(false);
      }),
    );
  });
});

describe('mayAsk', () => {
  const hourly = { perHourMax: 5, pauseMs: 0 };

  it('[N-09] five an hour pass, the sixth waits until the first is an hour old', () => {
    const asked = [0, 1, 2, 3].map((minute) => SENT_MS + minute * 60_000);
    const nowMs = SENT_MS + 300_000;
    expect(mayAsk(asked, nowMs, hourly).ok).toBe(true);
    const sixth = mayAsk([...asked, nowMs], nowMs, hourly);
    expect(sixth).toEqual(refused('RATE_LIMITED', { waitMs: ASKING_SPAN_MS - 300_000 }));
    expect(mayAsk([...asked, nowMs], SENT_MS + ASKING_SPAN_MS, hourly).ok).toBe(true);
  });

  it('[P-12][R-10] once in 60 seconds', () => {
    const pace = { ...hourly, pauseMs: 60_000 };
    expect(mayAsk([SENT_MS], SENT_MS + 59_999, pace)).toEqual(
      refused('RATE_LIMITED', { waitMs: 1 }),
    );
    expect(mayAsk([SENT_MS], SENT_MS + 60_000, pace).ok).toBe(true);
  });

  it('after the wait that it tells, and not before, the next one passes', () => {
    const instants = fc.array(fc.integer({ min: SENT_MS - 2 * ASKING_SPAN_MS, max: SENT_MS }));
    const pace = fc.record({
      perHourMax: fc.integer({ min: 1, max: 8 }),
      pauseMs: fc.integer({ min: 0, max: 120_000 }),
    });
    fc.assert(
      fc.property(instants, pace, (asked, rule) => {
        const answer = mayAsk(asked, SENT_MS, rule);
        if (answer.ok) {
          const ofHour = asked.filter((atMs) => atMs > SENT_MS - ASKING_SPAN_MS);
          expect(ofHour.length).toBeLessThan(rule.perHourMax);
          return;
        }
        const waitMs = Number(answer.params['waitMs']);
        expect(mayAsk(asked, SENT_MS + waitMs, rule).ok).toBe(true);
        expect(mayAsk(asked, SENT_MS + waitMs - 1, rule).ok).toBe(false);
      }),
    );
  });
});

function refused(code: string, params = {}) {
  return { ok: false, code, params };
}
