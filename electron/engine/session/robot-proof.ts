import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { RobotProof } from '#protocol/records/sign-in.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import type { Core } from '../core.ts';

/** A desk that is slower than that does not sign in; it never works on for ever. */
const SOLVING_MAX_MS = 30_000;

/** Where a door may ask for a robot check. */
type GuardedRoute = 'session.open' | 'registration.start' | 'application.file' | 'feedback.send';

/** Asks; where the door wants a robot check, it is passed here and the same is asked once more. */
export async function askPastRobotCheck<K extends GuardedRoute>(
  core: Core,
  routeId: K,
  asked: RouteInput<K>,
): Promise<Result<RouteAnswer<K>>> {
  const first = await core.link.callFromHere(routeId, asked);
  if (first.ok || first.code !== 'CHALLENGE_FAILED') return first;
  const robotProof = await passRobotCheck(core);
  if (!robotProof.ok) return robotProof;
  return core.link.callFromHere(routeId, { ...asked, robotProof: robotProof.value });
}

/**
 * Passes a robot check for the person at this desk (row R-09). Each try is worked out in Node's
 * pool of threads: a sale that is decided meanwhile waits for none of them.
 */
async function passRobotCheck({ link }: Core): Promise<Result<RobotProof>> {
  const asked = await link.callOpen('robot.challenge', {});
  if (!asked.ok) return asked;
  const challenge = asked.value;
  const solution = await solveChallenge({ challenge, deriveKey, timeout: SOLVING_MAX_MS });
  if (solution === null) return refuse('CHALLENGE_FAILED');
  const { counter, derivedKey } = solution;
  return ok({ challenge, solution: { counter, derivedKey } });
}
