import { ok, refuse } from '#domain/result.ts';
import type { RobotProof } from '#protocol/records/sign-in.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Time enough to solve it and to fill in a form; not to collect solved ones. */
const TERM_MS = 10 * 60_000;

/** Gives out a challenge; nothing is kept of it. */
export async function giveChallenge(
  service: Service,
): Promise<Answer<RouteAnswer<'robot.challenge'>>> {
  const secret = await secretOf(service);
  if (secret === null) return refuse('NETWORK_MISSING');
  return ok(await service.robotCheck.challenge(secret, service.clock.nowMs() + TERM_MS));
}

/**
 * Whether a robot check is passed: our challenge, solved, in its term, and for the first time. It
 * is spent by being shown, whatever follows, on all backends of the network.
 * @returns CHALLENGE_FAILED otherwise
 */
export async function passRobotCheck(
  service: Service,
  proof: RobotProof | undefined,
): Promise<Answer<null>> {
  const secret = await secretOf(service);
  if (proof === undefined || secret === null) return refuse('CHALLENGE_FAILED');
  const { nonce: proofId, data } = proof.challenge.parameters;
  const atMs = service.clock.nowMs();
  const isSolved = await service.robotCheck.isSolved(secret, proof);
  if (!isSolved || atMs > data.expiresAtMs) return refuse('CHALLENGE_FAILED');
  const spend = { kind: 'proof.spend', proofId, expiresAtMs: data.expiresAtMs } as const;
  const spent = await service.stores.people.commit({ atMs, audit: null, changes: [spend] });
  return spent === 'done' ? ok(null) : refuse('CHALLENGE_FAILED');
}

/** Made of a key of the network, so that a challenge of one backend is good at another. */
async function secretOf({ stores, digests }: Service): Promise<string | null> {
  const network = await stores.identity.network();
  return network === null ? null : digests.hmac(network.keys.pinKey, 'robot check');
}
