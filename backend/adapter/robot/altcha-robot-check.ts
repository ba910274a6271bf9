import { createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { robotChallenge, type RobotChallenge, type RobotProof } from '#protocol/records/sign-in.ts';
import type { RobotCheck } from '#service/people/guess-ports.ts';

/** Rounds of each try, and how many tries a machine needs: half a second of one core or less. */
const COST = 500;
const TRIES_MIN = 500;
const TRIES_MAX = 1_500;

/**
 * Challenges of ALTCHA in its deterministic mode: what is checked is a signature, so a wrong proof
 * costs the backend no work to speak of.
 */
export class AltchaRobotCheck implements RobotCheck {
  async challenge(secretHex: string, expiresAtMs: number): Promise<RobotChallenge> {
    const { parameters, signature } = await createChallenge({
      algorithm: 'PBKDF2/SHA-256',
      cost: COST,
      counter: randomInt(TRIES_MIN, TRIES_MAX),
      data: { expiresAtMs },
      deriveKey,
      hmacSignatureSecret: secretHex,
      hmacKeySignatureSecret: keySecret(secretHex),
    });
    // Through JSON, as it travels: what is not said is not there.
    return robotChallenge.parse(JSON.parse(JSON.stringify({ parameters, signature })));
  }

  async isSolved(secretHex: string, { challenge, solution }: RobotProof): Promise<boolean> {
    const { verified } = await verifySolution({
      challenge,
      solution,
      deriveKey,
      hmacSignatureSecret: secretHex,
      hmacKeySignatureSecret: keySecret(secretHex),
    });
    return verified;
  }
}

/** The solution is signed under another secret than the challenge that asks for it. */
function keySecret(secretHex: string): string {
  return `${secretHex}/solution`;
}
