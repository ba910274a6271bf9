import { describe, expect, it } from 'vitest';
import { FewAtOnce } from '#http/few-at-once.ts';

describe('few at once', () => {
  it('begins in the order of asking, never more than so many, and goes on after a failure', async () => {
    const few = new FewAtOnce(2);
    const begun: number[] = [];
    const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
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
    for (const { resolve } of gates) resolve();
    await settled;
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    await few.run(async () => void begun.push(5));
    expect(begun.at(-1)).toBe(5);
  });

  it('does nothing for whoever has gone while he waited, and goes on with the next', async () => {
    const few = new FewAtOnce(1);
    const gate = Promise.withResolvers<void>();
    const done: string[] = [];
    const first = few.run(() => gate.promise);
    const asked = ['gone', 'stays'].map((name) =>
      few.run(
        async () => void done.push(name),
        () => name !== 'gone',
      ),
    );
    gate.resolve();
    await Promise.all([first, ...asked]);
    expect(done).toEqual(['stays']);
  });

  it('takes no more in hand than so many, and again when one is done', async () => {
    const few = new FewAtOnce(1, { all: 2 });
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const asked = gates.map(({ promise }) => few.takeInHand('a', () => promise));
    expect(await few.takeInHand('b', () => expect.fail())).toBe(false);
    gates[0]?.reject(new Error('broken'));
    await expect(asked[0]).rejects.toThrow('broken');
    expect(await few.takeInHand('b', async () => undefined)).toBe(true);
    gates[1]?.resolve();
    expect(await asked[1]).toBe(true);
  });

  it('gives nobody the places of all others', async () => {
    const few = new FewAtOnce(1, { all: 3, each: 2 });
    const gate = Promise.withResolvers<void>();
    const greedy = [1, 2].map(() => few.takeInHand('greedy', () => gate.promise));
    expect(await few.takeInHand('greedy', () => expect.fail())).toBe(false);
    expect(await few.takeInHand('other', async () => undefined)).toBe(true);
    gate.resolve();
    expect(await Promise.all(greedy)).toEqual([true, true]);
    expect(await few.takeInHand('greedy', async () => undefined)).toBe(true);
  });
});
