import type { Profile } from './use-programmes.ts';

/** The parts of a profile that a person reads about, in the order of the screen. */
export const profileParts = [
  'names',
  'country',
  'languages',
  'account',
  'signIn',
  'passwords',
  'recovery',
  'documents',
  'selfService',
  'statementMax',
  'contacts',
] as const satisfies readonly (keyof Profile)[];

export type ProfilePart = (typeof profileParts)[number];

/** Which parts of a programme read otherwise; both were parsed, so equal parts are equal text. */
export function changedParts(before: Profile, after: Profile): readonly ProfilePart[] {
  return profileParts.filter(
    (part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]),
  );
}
