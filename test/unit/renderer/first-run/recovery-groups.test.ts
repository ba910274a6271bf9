import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGroup, recoveryGroups } from '#features/first-run/recovery-groups.ts';

const group = fc.stringMatching(/^[A-Z2-9]{4}$/);

describe('groups of a recovery key', () => {
  it('a parted key keeps its groups', () => {
    fc.assert(
      fc.property(fc.array(group, { minLength: 2, maxLength: 16 }), (groups) => {
        expect(recoveryGroups(groups.join('-'))).toEqual(groups);
      }),
    );
  });

  it('a key in one piece is parted by four and loses nothing', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z2-9]{1,70}$/), (key) => {
        const groups = recoveryGroups(key);
        expect(groups.join('')).toBe(key);
        expect(groups.slice(0, -1).every((part) => part.length === 4)).toBe(true);
      }),
    );
  });

  it('what is typed counts without case and spaces, and nothing else counts', () => {
    fc.assert(
      fc.property(group, group, (one, other) => {
        expect(isGroup(` ${one.toLowerCase()} `, one)).toBe(true);
        expect(isGroup(other, one)).toBe(other === one);
      }),
    );
    expect(isGroup('', 'ABCD')).toBe(false);
  });
});
