import { oneTimeCode } from '#domain/identity/one-time-code.ts';
import { userName } from '#domain/identity/user-name.ts';
import type { Service } from '../service.ts';
import { codeText } from '../workstation/code-text.ts';

// What is drawn by chance for an account, so that nobody foretells it.

type Chance = Pick<Service, 'ids' | 'digests'>;

/** User names that are drawn until one is free; of 10¹¹ a second one is hardly ever needed. */
export const USER_NAMES_MAX = 5;

/** 128 bits of chance as 32 hex digits. */
export function drawnSeed({ ids, digests }: Chance): string {
  return digests.sha256(ids.token()).slice(0, 32);
}

/** A user name that says nothing of its owner: given on paper, or never changed (N-05, V-10). */
export function drawnUserName(chance: Chance): string {
  return userName(drawnSeed(chance));
}

/** A short code to be copied from a message (rows N-10, R-10, R-20). */
export function drawnCode(chance: Chance, digits: number): string {
  return oneTimeCode(drawnSeed(chance), digits);
}

/** To be typed once, and then another one is asked for (rows N-06, O-10, V-10, V-17). */
export function drawnPassword(chance: Chance): string {
  return temporaryPassword(drawnSeed(chance));
}

/**
 * The temporary password of a seed: 75 bits in three groups of five. The first group of a code is
 * left out, as it says two bits less.
 * @param hex32 32 hex digits
 */
export function temporaryPassword(hex32: string): string {
  return codeText(hex32).toLowerCase().split('-').slice(1, 4).join('-');
}
