import { canonicalText } from '#domain/journal/chain.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Answer } from '../outcome.ts';
import { isAwaited, noticeLostHead } from '../recovery/recovery.ts';
import type { WorkstationRow } from './workstation-row.ts';
import type { Service } from '../service.ts';

/** Short: the token travels with every request, and a stopped key should not outlive it by much. */
const ACCESS_LIFE_MS = 15 * 60_000;
/** Three weeks of sessions; a request is not on its way for so long. */
const LATE_BY_MAX = 2_000;

/**
 * Gives a workstation a new access token for its refresh token and its signature. The refresh token
 * changes each time. The one before stays good until the new one is used, because the answer that
 * carries it may be lost; that also ends the worth of a request that somebody recorded. A request
 * that comes again gets the same next token: whichever answer arrives, its token is good.
 *
 * Counted per workstation, and after its signature alone: without the key there is nothing to guess
 * here, and nobody else's requests stand in its way.
 */
export async function openWorkstationSession(
  service: Service,
  input: RouteInput<'workstation.session'>,
): Promise<Answer<RouteAnswer<'workstation.session'>>> {
  const { workstationId } = input;
  const signed = await signedBy(service, input);
  if (!signed.ok) return signed;
  const taken = await service.guessLimits.take([{ kind: 'session', who: workstationId }]);
  if (!taken.ok) return taken;
  return service.locks.run(`workstation ${workstationId}`, () => open(service, input));
}

async function signedBy(
  { stores, digests }: Service,
  { workstationId, refreshToken, atMs, signature }: RouteInput<'workstation.session'>,
): Promise<Answer<null>> {
  const row = await stores.identity.workstation(workstationId);
  if (row === null) return refuse('WORKSTATION_UNKNOWN');
  const signed = canonicalText({ workstationId, refreshToken, atMs });
  const isSigned = digests.verify(row.publicKey, signed, signature);
  return isSigned ? ok(null) : refuse('WORKSTATION_SIGNATURE_INVALID');
}

async function open(
  service: Service,
  { workstationId, refreshToken, head = null }: RouteInput<'workstation.session'>,
): Promise<Answer<RouteAnswer<'workstation.session'>>> {
  const { stores, digests, clock, ids } = service;
  const row = await stores.identity.workstation(workstationId);
  if (row === null) return refuse('WORKSTATION_UNKNOWN');
  await noticeLostHead(service, row, head);
  const shown = digests.sha256(refreshToken);
  const known =
    row.refreshHashes.includes(shown) || (await keySuffices(service, row, refreshToken));
  if (!known) return refuse('UNAUTHORIZED');
  const nowMs = clock.nowMs();
  const accessToken = ids.token();
  const next = (await tokensAfter(service, workstationId))(refreshToken);
  const expiresAtMs = nowMs + ACCESS_LIFE_MS;
  await stores.identity.putWorkstationTokens(workstationId, {
    refreshHashes: [digests.sha256(next), shown],
    accessHash: digests.sha256(accessToken),
    accessExpiresAtMs: expiresAtMs,
    lastSeenAtMs: nowMs,
  });
  return ok({
    accessToken,
    expiresAtMs,
    refreshToken: next,
    acknowledgedSeq: row.head.seq,
    acknowledgedHash: row.head.hash,
    epoch: (await networkOf(service)).epoch,
  });
}

/**
 * A token of the time that a restored database has lost is unknown here; the key of the workstation
 * is not. One that was declared lost before it reported can still tell its late journal, and
 * nothing more (architecture §7). A token from which a known one follows is not of that time: such
 * a request comes late, and would end the token that the workstation has now.
 */
async function keySuffices(
  service: Service,
  { workstationId, state, refreshHashes }: WorkstationRow,
  refreshToken: string,
): Promise<boolean> {
  if (state !== 'lost' && !(await isAwaited(service, workstationId))) return false;
  const after = await tokensAfter(service, workstationId);
  let token = refreshToken;
  for (let later = 0; later < LATE_BY_MAX; later += 1) {
    token = after(token);
    if (refreshHashes.includes(service.digests.sha256(token))) return false;
  }
  return true;
}

/**
 * The token that follows from one that was shown, under a key of the network. What is stored is a
 * hash of both, from which neither follows.
 */
async function tokensAfter(
  service: Service,
  workstationId: string,
): Promise<(refreshToken: string) => string> {
  const { keys } = await networkOf(service);
  return (token) => service.digests.hmac(keys.pinKey, `refresh/${workstationId}/${token}`);
}
