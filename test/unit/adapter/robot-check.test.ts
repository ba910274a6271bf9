import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { beforeAll, describe, expect, it } from 'vitest';
import { AltchaRobotCheck } from '#adapter/robot/altcha-robot-check.ts';
import type { RobotProof } from '#protocol/records/sign-in.ts';

const SECRET = 'ab'.repeat(32);
const check = new AltchaRobotCheck();
let proof: RobotProof;

beforeAll(async () => {
  const challenge = await check.challenge(SECRET, 1_000);
  const solution = await solveChallenge({ challenge, deriveKey });
  if (solution === null) throw new Error('not solved in time');
  const { counter, derivedKey } = solution;
  proof = { challenge, solution: { counter, derivedKey } };
});

const withParameters = (patch: Partial<RobotProof['challenge']['parameters']>): RobotProof => ({
  ...proof,
  challenge: { ...proof.challenge, parameters: { ...proof.challenge.parameters, ...patch } },
});

describe('AltchaRobotCheck', () => {
  it('[R-09] takes what was solved, and nothing that was changed', async () => {
    expect(await check.isSolved(SECRET, proof)).toBe(true);
    expect(await check.isSolved('cd'.repeat(32), proof)).toBe(false);
    const changed = [
      withParameters({ data: { expiresAtMs: 2_000 } }),
      withParameters({ nonce: 'ab'.repeat(16) }),
      withParameters({ cost: 1 }),
      { ...proof, solution: { ...proof.solution, derivedKey: 'ab'.repeat(32) } },
    ];
    for (const wrong of changed) expect(await check.isSolved(SECRET, wrong)).toBe(false);
  });

  it('asks for work that is bounded: no more rounds than a slow desk does in seconds', () => {
    const { cost } = proof.challenge.parameters;
    expect(proof.solution.counter).toBeGreaterThanOrEqual(500);
    expect(proof.solution.counter * cost).toBeLessThanOrEqual(1_000_000);
  });

  it('is another one each time', async () => {
    const other = await check.challenge(SECRET, 1_000);
    expect(other.parameters.nonce).not.toBe(proof.challenge.parameters.nonce);
    expect(other.signature).not.toBe(proof.challenge.signature);
  });
});
