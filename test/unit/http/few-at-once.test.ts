import { describe, expect, it } from 'vitest';
import { FewAtOnce } from '#http/few-at-once.ts';

describe('few at once', () => {
  it('begins in the order of asking, never more than so many, and goes on after a failure', async () => {
    const few = new FewAtOnce(2);
    const begun: number[] = [];
    const gates = Array.from({ length: 5 }, () => Promise.withResolvers<number>());
    const asked = gates.map(({ promise }, n) =>
      few.run(() => {
        begun.push(n);
        return promise;
      }),
    );
    const settled = Promise.allSettled(asked);
    await Promise.resolve();
    expect(begun).toEqual([0, 1]);
    gates[1]?.reject(new Error('broken'));
    await expect(asked[1]).rejects.toThrow('broken');
    expect(begun).toEqual([0, 1, 2]);
    for (const [n, { resolve }] of gates.entries()) resolve(n);
    await settled;
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    expect(await few.run(async () => 'free again')).toBe('free again');
  });
});
