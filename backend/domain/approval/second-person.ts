// Who counts as a second person (row N-12): another one than whoever asks, and nobody as whom the
// asker may be signed in.

/**
 * For how long nobody confirms what is asked by whoever gave him a password: the giver has seen it,
 * and may have set the next one with it. Longer than an approval waits and than a leave lasts:
 * whose password was replaced finds out at his next sign-in, and somebody made up for a signature
 * stands in the list of people for all to see. Not for ever: in a small network one administrator
 * has brought in everybody (judgement).
 */
export const GIVEN_PASSWORD_MS = 30 * 24 * 3_600_000;

export interface SecondPerson {
  readonly userId: string;
  /** When he decides. */
  readonly atMs: number;
  /** When the asker gave him a password for the last time; null where he never has. */
  readonly passwordGivenAtMs: number | null;
}

/** True where he may confirm what somebody has asked for: from the end of the thirty days on. */
export function isSecondPerson(
  askedBy: string | null,
  { userId, atMs, passwordGivenAtMs }: SecondPerson,
): boolean {
  if (askedBy === userId) return false;
  return passwordGivenAtMs === null || atMs >= passwordGivenAtMs + GIVEN_PASSWORD_MS;
}
