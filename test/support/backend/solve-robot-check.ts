import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { RobotProof } from '#protocol/records/sign-in.ts';
import { call } from './http-client.ts';

/** Asks a backend for a robot check and does its work. */
export async function solveRobotCheck(url: string): Promise<RobotProof> {
  const challenge = await call(url, 'robot.challenge', {});
  const solution = await solveChallenge({ challenge, deriveKey });
  if (solution === null) throw new Error('not solved in time');
  const { counter, derivedKey } = solution;
  return { challenge, solution: { counter, derivedKey } };
}
