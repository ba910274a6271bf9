import { canonicalText } from '#domain/journal/chain.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Answer } from '../outcome.ts';
import { isAwaited, noticeLostHead } from '../recovery/recovery.ts';
import type { WorkstationRow } from '../ports.ts';
import type { Service } from '../service.ts';

/** Short: the token travels with every request, and a stopped key should not outlive it by much. */
const ACCESS_LIFE_MS = 15 * 60_000;

/**
 * Gives a workstation a new access token for its refresh token and its signature. The refresh token
 * changes each time. The one before stays good until the new one is used, because the answer that
 * carries it may be lost; that also ends the worth of a request that somebody recorded. A request
 * that comes again gets the same next token: whichever answer arrives, its token is good.
 */
export function openWorkstationSession(
  service: Service,
  input: RouteInput<'workstation.session'>,
): Promise<Answer<RouteAnswer<'workstation.session'>>> {
  return service.locks.run(`workstation ${input.workstationId}`, () => open(service, input));
}

async function open(
  service: Service,
  { workstationId, refreshToken, atMs, signature, head = null }: RouteInput<'workstation.session'>,
): Promise<Answer<RouteAnswer<'workstation.session'>>> {
  const { stores, digests, clock, ids } = service;
  const row = await stores.identity.workstation(workstationId);
  if (row === null) return refuse('WORKSTATION_UNKNOWN');
  const signed = canonicalText({ workstationId, refreshToken, atMs });
  if (!digests.verify(row.publicKey, signed, signature)) {
    return refuse('WORKSTATION_SIGNATURE_INVALID');
  }
  await noticeLostHead(service, row, head);
  const shown = digests.sha256(refreshToken);
  const known = row.refreshHashes.includes(shown) || (await keySuffices(service, row));
  if (!known) return refuse('UNAUTHORIZED');
  const nowMs = clock.nowMs();
  const accessToken = ids.token();
  const next = await tokenAfter(service, workstationId, refreshToken);
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
 * nothing more (architecture §7).
 */
async function keySuffices(
  service: Service,
  { workstationId, state }: WorkstationRow,
): Promise<boolean> {
  return state === 'lost' || (await isAwaited(service, workstationId));
}

/**
 * The token that follows from one that was shown, under a key of the network. What is stored is a
 * hash of both, from which neither follows.
 */
async function tokenAfter(
  service: Service,
  workstationId: string,
  refreshToken: string,
): Promise<string> {
  const { keys } = await networkOf(service);
  return service.digests.hmac(keys.pinKey, `refresh/${workstationId}/${refreshToken}`);
}
