import { invitingBirths } from '#domain/identity/programme.ts';
import type { KnownLetterLink } from '#protocol/letter-link.ts';
import type { Programme } from '#bridge/state/doors-state.ts';

/** Whether the links of such letters lead to this programme's door at all (P-05, O-07, P-16). */
function takes({ birth, recovery }: Programme, { kind }: KnownLetterLink): boolean {
  if (kind === 'invitation') return invitingBirths.includes(birth);
  return recovery.way === 'mail-link' || recovery.way === 'staff-checked-link';
}

/**
 * At whose door a link of a letter is opened: the one that it names, else the chosen one, else the
 * first that takes such links. An invitation tells by itself later whose it is.
 * @returns null where no programme here takes it, as with the link of another network
 */
export function linkDoor(
  link: KnownLetterLink,
  programmes: readonly Programme[],
  chosen: Programme | null,
): Programme | null {
  const taking = programmes.filter((one) => takes(one, link));
  const named = taking.find(({ programmeId }) => programmeId === link.programmeId);
  if (named !== undefined || link.programmeId !== null) return named ?? null;
  return taking.find((one) => one.programmeId === chosen?.programmeId) ?? taking[0] ?? null;
}
