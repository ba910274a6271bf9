import { assert } from '../assert.ts';

/** Neither 0 and o nor 1, l and i: a user name is read out and typed. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';
const GROUPS = 2;
const GROUP_LENGTH = 4;

/**
 * A user name that is given once and never changed (rows V-10, V-11), as `k7m2-x9qp`. It says
 * nothing about its person; who has it is told apart from others by the store.
 * @param seedHex at least 32 hex digits of chance
 */
export function userName(seedHex: string): string {
  assert(/^[0-9a-f]{32,}$/u.test(seedHex), 'a seed is at least 32 hex digits');
  let rest = BigInt(`0x${seedHex}`);
  const base = BigInt(LETTERS.length);
  const groups = Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, () => {
      const letter = LETTERS[Number(rest % base)];
      rest /= base;
      return letter;
    }).join(''),
  );
  return groups.join('-');
}
