import { refuse, type Result } from '#domain/result.ts';
import type { Language } from '#domain/text/language.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import { DOORS_SINCE } from '#protocol/version.ts';
import type { Core } from '../core.ts';
import type { Entrance } from './entrance.ts';
import { askPastRobotCheck } from './robot-proof.ts';

/** Somebody at a door, with his password. */
export interface Entering extends Entrance {
  readonly password: string;
  /** In which language the door's documents stood before him. */
  readonly language?: Language | undefined;
}

/**
 * Asks the backend to open a session, past the robot check of its door. A session is of the place
 * that is proved, and of none otherwise.
 */
export async function openOnline(
  core: Core,
  { programmeId, login, password, language }: Entering,
): Promise<Result<RouteAnswer<'session.open'>>> {
  const { workstationId } = core.identity;
  const plain = { login, password, workstationId };
  if (programmeId === null) return core.link.callFromHere('session.open', plain);
  if ((core.journal.facts.get('protocol') ?? 0) < DOORS_SINCE) {
    return refuse('BACKEND_UPGRADE_REQUIRED');
  }
  const asked = { ...plain, programmeId, ...(language === undefined ? {} : { language }) };
  return askPastRobotCheck(core, 'session.open', asked);
}
