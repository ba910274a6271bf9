import { staffDoor, type DoorRule } from '#domain/identity/attempts.ts';
import { keptAnswer } from '../cache/open-answers.ts';
import type { Core } from '../core.ts';

/** What a door does without the link. */
export interface OfflineDoor extends DoorRule {
  /** Whether any of its people may unlock. */
  readonly unlocks: boolean;
}

const STAFF: OfflineDoor = { ...staffDoor, unlocks: true };

/**
 * A door's rules as the backend told them last. They are the door's and never an account's: whoever
 * guesses learns nothing of who has one (G7). Of a door that was never heard of here nobody has
 * signed in, and errors make wait as at the network's own.
 */
export function offlineDoor({ cache }: Core, programmeId: string | null): OfflineDoor {
  if (programmeId === null) return STAFF;
  const told = keptAnswer(cache.db, { routeId: 'programme.public', input: {} });
  const door = told?.programmes.find((one) => one.programmeId === programmeId);
  return door === undefined
    ? STAFF
    : { lockAtError: door.lockAtError, unlocks: door.unlocksOffline };
}
