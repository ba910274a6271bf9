import type { Profile } from './use-programmes.ts';

/** What a profile is made of beside its name in the code, which no file changes. */
export type ProfilePart = Exclude<keyof Profile, 'programmeId'>;

/** All of them, in the order in which a person reads about them; the compiler misses none. */
const places: Readonly<Record<ProfilePart, number>> = {
  names: 1,
  country: 2,
  languages: 3,
  account: 4,
  memberCards: 5,
  signIn: 6,
  passwords: 7,
  recovery: 8,
  documents: 9,
  selfService: 10,
  statementMax: 11,
  contacts: 12,
};

export const profileParts = (Object.keys(places) as ProfilePart[]).toSorted(
  (one, other) => places[one] - places[other],
);

/** Which parts of a programme read otherwise; both were parsed, so equal parts are equal text. */
export function changedParts(before: Profile, after: Profile): readonly ProfilePart[] {
  return profileParts.filter(
    (part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]),
  );
}
