import { staffDoor, type DoorRule } from '#domain/identity/attempts.ts';
import type { ProgrammeDoor } from '#protocol/records/programme-door.ts';
import { keptAnswer } from '../cache/open-answers.ts';
import type { Core } from '../core.ts';

/** What a door does without the link. */
export interface OfflineDoor extends DoorRule {
  /** Whether any of its people may unlock. */
  readonly unlocks: boolean;
}

const STAFF: OfflineDoor = { ...staffDoor, unlocks: true };

/** The door of a programme as it was told last; null where it never was. */
export function knownDoor({ cache }: Core, programmeId: string | null): ProgrammeDoor | null {
  if (programmeId === null) return null;
  const told = keptAnswer(cache.db, { routeId: 'programme.public', input: {} });
  return told?.programmes.find((door) => door.programmeId === programmeId) ?? null;
}

/**
 * A door's rules as the backend told them last. They are the door's and never an account's: whoever
 * guesses learns nothing of who has one (G7). Of a door that was never heard of here nobody has
 * signed in, and errors make wait as at the network's own.
 */
export function offlineDoor(core: Core, programmeId: string | null): OfflineDoor {
  if (programmeId === null) return STAFF;
  const door = knownDoor(core, programmeId);
  return door === null ? STAFF : { lockAtError: door.lockAtError, unlocks: door.unlocksOffline };
}
