import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '#protocol/feed.ts';
import { LiveEvents, type LiveListener } from '#service/sync/live-events.ts';

interface Ear extends LiveListener {
  readonly heard: LiveEvent[];
  readonly ended: () => boolean;
}

/** A listener that leaves when it is told to, as a stream does. */
function ear(live: LiveEvents, workstationId: string): Ear {
  const heard: LiveEvent[] = [];
  let ended = false;
  const listener: Ear = {
    heard,
    ended: () => ended,
    tell: (event) => heard.push(event),
    end: () => {
      ended = true;
      stop?.();
    },
  };
  const stop = live.listen(workstationId, listener);
  return listener;
}

describe('live events', () => {
  it('tells everybody that the feed moved', () => {
    const live = new LiveEvents();
    const ears = [ear(live, 'w1'), ear(live, 'w2')];
    live.feedMoved('7');
    for (const { heard } of ears) expect(heard).toEqual([{ kind: 'feed-moved', cursor: '7' }]);
  });

  it('a stopped workstation hears it last; the others stay', () => {
    const live = new LiveEvents();
    const stopped = ear(live, 'w1');
    const other = ear(live, 'w2');
    live.workstationRevoked('w1');
    live.feedMoved('8');
    expect(stopped.heard).toEqual([{ kind: 'workstation-revoked' }]);
    expect(stopped.ended()).toBe(true);
    expect(other.heard).toEqual([{ kind: 'feed-moved', cursor: '8' }]);
    expect(live.count).toBe(1);
  });

  it('one workstation holds two streams at most: the oldest ends', () => {
    const live = new LiveEvents();
    const ears = [ear(live, 'w1'), ear(live, 'w1'), ear(live, 'w1')];
    expect(ears.map(({ ended }) => ended())).toEqual([true, false, false]);
    expect(live.count).toBe(2);
  });

  it('ends every stream when the backend stops', () => {
    const live = new LiveEvents();
    const ears = ['w1', 'w2', 'w2'].map((id) => ear(live, id));
    live.endAll();
    expect(ears.every(({ ended }) => ended())).toBe(true);
    expect(live.count).toBe(0);
  });
});
