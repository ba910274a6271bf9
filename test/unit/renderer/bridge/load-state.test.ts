import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asOfMs, loadState } from '#bridge/query/load-state.ts';

const refusal = { code: 'LINK_DOWN', params: {} };

describe('state of what was asked for', () => {
  it('nothing yet is loading, a refusal with nothing to show is failed', () => {
    expect(loadState(null, null)).toBe('loading');
    expect(loadState(null, refusal)).toBe('failed');
  });

  it('an answer is ready, under a refusal stale', () => {
    expect(loadState({ rows: [] }, null)).toBe('ready');
    expect(loadState({ rows: [] }, refusal)).toBe('stale');
  });

  it("an answer out of the workstation's own cache is stale", () => {
    expect(loadState({ source: 'local' }, null)).toBe('stale');
    expect(loadState({ source: 'online' }, null)).toBe('ready');
  });

  it('the moment of an answer is its own or none', () => {
    fc.assert(
      fc.property(fc.nat(), (moment) => {
        expect(asOfMs({ asOfMs: moment })).toBe(moment);
      }),
    );
    expect(asOfMs({})).toBeNull();
    expect(asOfMs(null)).toBeNull();
    expect(asOfMs({ asOfMs: '1' })).toBeNull();
  });
});
