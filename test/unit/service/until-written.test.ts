import { describe, expect, it } from 'vitest';
import { ok } from '#domain/result.ts';
import { untilWritten } from '#service/people/until-written.ts';

describe('what somebody else changes at the same moment', () => {
  it('is judged anew, and goes through', async () => {
    let round = 0;
    const answer = await untilWritten(() => {
      round += 1;
      return Promise.resolve(round === 2 ? ok(round) : 'stale');
    });
    expect(answer).toEqual(ok(2));
  });

  it('again and again is said to be changed, and not that a server is busy', async () => {
    const answer = await untilWritten(() => Promise.resolve('stale' as const));
    expect(answer).toMatchObject({ ok: false, code: 'CHANGED_MEANWHILE' });
  });
});
