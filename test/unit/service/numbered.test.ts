import { describe, expect, it } from 'vitest';
import { ok, refuse } from '#domain/result.ts';
import { OneAtATime } from '#service/authority/one-at-a-time.ts';
import { numbered, type Numbering } from '#service/people/numbered.ts';

interface Kept {
  readonly by: string;
  readonly number: number;
}

/** A book in which other backends of the network write, too. */
function book(othersAtOnce: number) {
  const kept: Kept[] = [];
  let others = othersAtOnce;
  const filing = (by: string): Numbering<Kept, number> => ({
    kind: 'feedback',
    known: () => Promise.resolve(kept.find((row) => row.by === by) ?? null),
    sameAnswer: ({ number }) => ok(number),
    nextNumber: () => Promise.resolve(kept.length + 1),
    add(number) {
      if (others > 0) {
        others -= 1;
        kept.push({ by: 'somebody at another backend', number });
        return Promise.resolve('stale');
      }
      kept.push({ by, number });
      return Promise.resolve(ok(number));
    },
  });
  return { kept, filing };
}

describe('what gets a number when it is sent in', () => {
  it('takes the next one when another backend was quicker', async () => {
    const { filing } = book(2);
    expect(await numbered({ locks: new OneAtATime() }, filing('mine'))).toEqual(ok(3));
  });

  it('has one number however often it is sent, also at the same time', async () => {
    const { filing, kept } = book(0);
    const service = { locks: new OneAtATime() };
    const answers = await Promise.all([1, 2, 3].map(() => numbered(service, filing('mine'))));
    expect(answers).toEqual([1, 2, 3].map(() => ok(1)));
    expect(kept).toHaveLength(1);
  });

  it('is not told to come again later when every number was given away meanwhile', async () => {
    const { filing } = book(1_000);
    const answer = await numbered({ locks: new OneAtATime() }, filing('mine'));
    expect(answer).toEqual(refuse('CHANGED_MEANWHILE'));
  });
});
