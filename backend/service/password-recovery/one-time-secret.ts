import type { Service } from '../service.ts';
import { codeText } from '../workstation/code-text.ts';

/** Groups of five digits that a temporary password has: 75 bits, dead after its first use. */
const PASSWORD_LENGTH = 'XXXXX-XXXXX-XXXXX'.length;

/** Decimal digits from 256 random bits: the remainder favours no code by anything measurable. */
export function randomDigits({ ids, digests }: Service, digits: number): string {
  const random = BigInt(`0x${digests.sha256(ids.token())}`);
  return String(random % 10n ** BigInt(digits)).padStart(digits, '0');
}

/** A password for one sign-in, which asks for another (row O-10). */
export function temporaryPassword(hex32: string): string {
  return codeText(hex32).slice(0, PASSWORD_LENGTH);
}
