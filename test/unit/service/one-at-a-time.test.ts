import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OneAtATime } from '#service/authority/one-at-a-time.ts';

describe('one at a time', () => {
  it('work under one key never overlaps and keeps its order, whatever fails in between', async () => {
    const jobs = fc.array(
      fc.record({ key: fc.constantFrom('a', 'b'), turns: fc.nat(3), fails: fc.boolean() }),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(jobs, async (plan) => {
        const locks = new OneAtATime();
        const running = new Map<string, number>();
        const ended: number[] = [];
        const settled = await Promise.allSettled(
          plan.map(({ key, turns, fails }, index) =>
            locks.run(key, async () => {
              expect(running.get(key) ?? 0).toBe(0);
              running.set(key, 1);
              for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
              running.set(key, 0);
              ended.push(index);
              if (fails) throw new Error('planned');
              return index;
            }),
          ),
        );
        for (const key of ['a', 'b']) {
          const own = ended.filter((index) => plan[index]?.key === key);
          expect(own).toEqual(own.toSorted((a, b) => a - b));
        }
        const failed = settled.filter(({ status }) => status === 'rejected').length;
        expect(failed).toBe(plan.filter(({ fails }) => fails).length);
      }),
    );
  });
});
