import type { Service } from '../service.ts';

/**
 * How somebody's request to be forgotten stands, and what became of the one before it. Nobody's own
 * words: it outlives the erasure.
 */
export type ErasureStanding = {
  /** `none`: nothing is asked for in the application; the grounds have to be on paper. */
  readonly request: 'asked' | 'none';
  readonly askedAtMs: number | null;
  /** What became of an earlier one that came to nothing; null where there was none. */
  readonly earlierRequest: 'taken-back' | 'declined' | null;
  readonly earlierEndedAtMs: number | null;
};

/**
 * What whoever lets an erasure happen has to know of the person's own will (rows N-12, R-08): a new
 * request is a new one with grounds of its own, and stands beside the outcome of the earlier one.
 * What was asked of a second person before it changed is asked of him anew.
 */
export async function erasureStanding(
  { stores }: Pick<Service, 'stores'>,
  userId: string,
): Promise<ErasureStanding> {
  const askedAtMs = await openRequestAt({ stores }, userId);
  const [takenBack, declined] = [
    await lastOf({ stores }, 'account.erase-take-back', userId),
    await lastOf({ stores }, 'account.erase-decline', userId),
  ];
  const isDeclined = (declined?.seq ?? 0) > (takenBack?.seq ?? 0);
  const ended = isDeclined ? declined : takenBack;
  return {
    request: askedAtMs === null ? 'none' : 'asked',
    askedAtMs,
    earlierRequest: ended === null ? null : isDeclined ? 'declined' : 'taken-back',
    earlierEndedAtMs: ended?.atMs ?? null,
  };
}

/** When a request was put that is neither done nor declined; null for none. */
export async function openRequestAt(
  { stores }: Pick<Service, 'stores'>,
  userId: string,
): Promise<number | null> {
  const kept = await stores.programmes.erasureOf(userId);
  return kept === null || kept.declinedAtMs !== null ? null : kept.askedAtMs;
}

type Ending = 'account.erase-take-back' | 'account.erase-decline';

async function lastOf({ stores }: Pick<Service, 'stores'>, event: Ending, subjectId: string) {
  const question = { event, subjectId, outcome: 'accepted', cursor: null, limit: 1 } as const;
  const [last] = (await stores.people.auditEntries(question)).rows;
  return last ?? null;
}
