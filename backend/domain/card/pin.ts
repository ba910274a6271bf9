import { assert, assertSafeInteger } from '../assert.ts';
import { ok, refuse, type Result } from '../result.ts';

const PIN_DIGITS = 4;

/** The error that blocks a card (acceptance N-20, practice of issuers). */
export const PIN_TRIES_MAX = 3;

/**
 * Checks a new PIN entered twice (N-20): four digits, equal, and neither one digit repeated
 * (0000), a pair repeated (1212) nor a run (1234, 4321). Refusals never repeat the PIN.
 */
export function pinShape(
  pin: string,
  repeat: string,
): Result<string, 'PIN_MISMATCH' | 'PIN_WEAK' | 'FIELD_INVALID'> {
  if (pin.length !== PIN_DIGITS || !/^[0-9]+$/.test(pin)) {
    return refuse('FIELD_INVALID', { field: 'pin' });
  }
  if (pin !== repeat) return refuse('PIN_MISMATCH');
  return isWeak(pin) ? refuse('PIN_WEAK') : ok(pin);
}

/** Errors since the last right PIN, and whether the card is refused because of them. */
export interface PinTries {
  readonly triesUsed: number;
  readonly blocked: boolean;
}

/**
 * The counter after one more try: the third error blocks, success resets, and a blocked card stays
 * blocked even for the right PIN (N-20).
 */
export function afterPinTry(triesUsed: number, correct: boolean): PinTries {
  assertSafeInteger(triesUsed, 'triesUsed');
  assert(triesUsed >= 0, 'triesUsed must not be negative');
  if (triesUsed >= PIN_TRIES_MAX) return { triesUsed, blocked: true };
  if (correct) return { triesUsed: 0, blocked: false };
  return { triesUsed: triesUsed + 1, blocked: triesUsed + 1 >= PIN_TRIES_MAX };
}

function isWeak(pin: string): boolean {
  const pairRepeated = pin.slice(0, 2) === pin.slice(2);
  return pairRepeated || isRun(pin, 1) || isRun(pin, -1);
}

function isRun(pin: string, step: 1 | -1): boolean {
  return [...pin].every((digit, index) => Number(digit) === Number(pin.at(0)) + step * index);
}
