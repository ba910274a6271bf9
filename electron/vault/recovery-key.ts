import { type Result, ok, refuse } from '#protocol/result.ts';

/**
 * The data key as a person writes it down: 13 groups of five characters, «4F7KD-…». Crockford's
 * alphabet leaves out letters that are mistaken for digits. The last character of a group is a
 * check over the group and its place, so that a slip of the pen is named with its group, and two
 * groups that changed places are found.
 */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS = 5;
const DATA_PER_GROUP = 4;
export const KEY_BYTES = 32;
const GROUPS = 13;
/** 13 × 4 × 5 bits hold 256 and four to spare, which are zero. */
const SPARE_BITS = GROUPS * DATA_PER_GROUP * BITS - KEY_BYTES * 8;

/** What people write or type instead: letters like digits, and Russian letters like Latin ones. */
const LIKE: Readonly<Record<string, string>> = {
  O: '0',
  I: '1',
  L: '1',
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: '0',
  Р: 'P',
  С: 'C',
  Т: 'T',
  Х: 'X',
};

/** Multiplication by x in GF(32), modulo x^5 + x^2 + 1. */
function timesX(value: number): number {
  const shifted = value << 1;
  return shifted > 31 ? shifted ^ 0b100101 : shifted;
}

/** Each place has its own weight, so that one wrong or two swapped characters always change it. */
function checkOf(group: readonly number[], place: number): number {
  return timesX(group.reduce((check, digit) => timesX(check) ^ digit, timesX(place)));
}

/** @param key 32 bytes */
export function toRecoveryKey(key: Uint8Array): string {
  if (key.length !== KEY_BYTES) throw new Error('a recovery key holds 32 bytes');
  const bits = [...key].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const padded = bits.padEnd(bits.length + SPARE_BITS, '0');
  const groups = Array.from({ length: GROUPS }, (_, place) => {
    const digits = Array.from({ length: DATA_PER_GROUP }, (__, index) => {
      const start = (place * DATA_PER_GROUP + index) * BITS;
      return Number.parseInt(padded.slice(start, start + BITS), 2);
    });
    return [...digits, checkOf(digits, place)].map((digit) => ALPHABET.charAt(digit)).join('');
  });
  return groups.join('-');
}

/**
 * Reads what a person typed; spaces, dashes and case do not matter.
 * Refuses with RECOVERY_KEY_INVALID; `group` counts from 1, 0 means that the length is wrong.
 */
export function fromRecoveryKey(typed: string): Result<Buffer, 'RECOVERY_KEY_INVALID'> {
  const letters = [...typed.toUpperCase().replaceAll(/[\s\-–—]/gu, '')];
  const digits = letters.map((letter) => ALPHABET.indexOf(LIKE[letter] ?? letter));
  const size = DATA_PER_GROUP + 1;
  if (digits.length !== GROUPS * size) return refuse('RECOVERY_KEY_INVALID', { group: 0 });
  let bits = '';
  for (let place = 0; place < GROUPS; place += 1) {
    const group = digits.slice(place * size, (place + 1) * size);
    const data = group.slice(0, DATA_PER_GROUP);
    if (group.includes(-1) || checkOf(data, place) !== group[DATA_PER_GROUP]) {
      return refuse('RECOVERY_KEY_INVALID', { group: place + 1 });
    }
    bits += data.map((digit) => digit.toString(2).padStart(BITS, '0')).join('');
  }
  if (bits.slice(KEY_BYTES * 8).includes('1')) {
    return refuse('RECOVERY_KEY_INVALID', { group: GROUPS });
  }
  const bytes = Array.from({ length: KEY_BYTES }, (_, index) =>
    Number.parseInt(bits.slice(index * 8, index * 8 + 8), 2),
  );
  return ok(Buffer.from(bytes));
}
