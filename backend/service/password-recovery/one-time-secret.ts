import type { Service } from '../service.ts';

/** Decimal digits from 256 random bits: the remainder favours no code by anything measurable. */
export function randomDigits({ ids, digests }: Service, digits: number): string {
  const random = BigInt(`0x${digests.sha256(ids.token())}`);
  return String(random % 10n ** BigInt(digits)).padStart(digits, '0');
}
