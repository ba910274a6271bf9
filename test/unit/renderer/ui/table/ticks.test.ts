import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tickedAll, tickedOne, ticksOf } from '#ui/table/ticks.ts';

const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1 });

describe('ticked rows of a table', () => {
  it('one row is ticked and unticked', () => {
    const once = tickedOne('a', new Set(['b']));
    expect([...once].toSorted()).toEqual(['a', 'b']);
    expect([...tickedOne('a', once)]).toEqual(['b']);
  });

  it('«all» ticks what is listed, and unticks it when all is ticked', () => {
    fc.assert(
      fc.property(keys, keys, (listed, before) => {
        const all = tickedAll(listed, new Set(before));
        const wasAll = listed.every((key) => before.includes(key));
        expect(ticksOf(listed, all)).toBe(wasAll ? 'none' : 'all');
      }),
    );
  });

  it('what was ticked in an earlier search stays ticked', () => {
    fc.assert(
      fc.property(keys, keys, (listed, before) => {
        const kept = before.filter((key) => !listed.includes(key));
        const all = tickedAll(listed, new Set(before));
        expect(kept.every((key) => all.has(key))).toBe(true);
      }),
    );
  });

  it('says «some» between none and all', () => {
    expect(ticksOf(['a', 'b'], new Set(['a']))).toBe('some');
    expect(ticksOf(['a', 'b'], new Set(['c']))).toBe('none');
    expect(ticksOf([], new Set(['c']))).toBe('none');
  });
});
