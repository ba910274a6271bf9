// Who counts as a second person (row N-12): another one than whoever asks, and nobody as whom the
// asker may be signed in, nor one who may be signed in as the asker.

/**
 * For how long nobody confirms what is asked by whoever gave him a password: the giver has seen it,
 * and may have set the next one with it. Longer than an approval waits and than a leave lasts:
 * whose password was replaced finds out at his next sign-in, and somebody made up for a signature
 * stands in the list of people for all to see. Not for ever: in a small network one administrator
 * has brought in everybody (judgement).
 */
export const GIVEN_PASSWORD_MS = 30 * 24 * 3_600_000;

/** One person gave another a temporary password, at that moment for the last time. */
export interface PasswordGiving {
  readonly userId: string;
  readonly givenBy: string;
  readonly atMs: number;
}

export interface SecondPerson {
  readonly userId: string;
  /** When he decides. */
  readonly atMs: number;
  /** Since when he and the asker may be one person, as `linkedAtMs`; null where they are two. */
  readonly linkedAtMs: number | null;
}

/**
 * Since when two people may be one and the same: whoever gives a password may be signed in as
 * whoever got it, and by him as the next one. So it counts in both directions, over chains of any
 * length, and between two who got theirs from one hand. A chain is as old as its oldest giving, and
 * of several the youngest counts.
 * @returns null where no chain of givings joins them
 */
export function linkedAtMs(
  givings: readonly PasswordGiving[],
  [one, other]: readonly [string, string],
): number | null {
  const groups = new Map<string, ReadonlySet<string>>();
  const groupOf = (userId: string): ReadonlySet<string> => groups.get(userId) ?? new Set([userId]);
  for (const { userId, givenBy, atMs } of givings.toSorted((a, b) => b.atMs - a.atMs)) {
    const joined = new Set([...groupOf(userId), ...groupOf(givenBy)]);
    for (const each of joined) groups.set(each, joined);
    if (joined.has(one) && joined.has(other)) return atMs;
  }
  return null;
}

/** True where he may confirm what somebody has asked for: from the end of the thirty days on. */
export function isSecondPerson(
  askedBy: string | null,
  { userId, atMs, linkedAtMs: linkedSinceMs }: SecondPerson,
): boolean {
  if (askedBy === userId) return false;
  return linkedSinceMs === null || atMs >= linkedSinceMs + GIVEN_PASSWORD_MS;
}
