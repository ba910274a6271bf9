import { describe, expect, it } from 'vitest';
import { Recalls } from '#service/sync/recalls.ts';

const settled = async (promise: Promise<void>): Promise<boolean> => {
  let done = false;
  void promise.then(() => (done = true));
  await Promise.resolve();
  await Promise.resolve();
  return done;
};

describe('waiting for recalled leases', () => {
  it('ends when every workstation that was asked has answered', async () => {
    const recalls = new Recalls();
    const { heard } = recalls.untilHeard(['a', 'b']);
    recalls.heardFrom('a');
    recalls.heardFrom('a');
    recalls.heardFrom('c');
    expect(await settled(heard)).toBe(false);
    recalls.heardFrom('b');
    expect(await settled(heard)).toBe(true);
  });

  it('ends at once when there is nobody to ask', async () => {
    expect(await settled(new Recalls().untilHeard([]).heard)).toBe(true);
  });

  it('of two questions ends for both, and forgets who gave up', async () => {
    const recalls = new Recalls();
    const one = recalls.untilHeard(['a']);
    const two = recalls.untilHeard(['a']);
    one.end();
    recalls.heardFrom('a');
    expect(await settled(one.heard)).toBe(false);
    expect(await settled(two.heard)).toBe(true);
  });
});
