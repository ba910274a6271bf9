import { canonicalText } from '#domain/journal/chain.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Short: the token travels with every request, and a stopped key should not outlive it by much. */
const ACCESS_LIFE_MS = 15 * 60_000;

/**
 * Gives a workstation a new access token for its refresh token and its signature. The refresh token
 * changes each time. The one before stays good until the new one is used, because the answer that
 * carries it may be lost; that also ends the worth of a request that somebody recorded.
 */
export function openWorkstationSession(
  service: Service,
  input: RouteInput<'workstation.session'>,
): Promise<Answer<RouteAnswer<'workstation.session'>>> {
  return service.locks.run(`workstation ${input.workstationId}`, () => open(service, input));
}

async function open(
  { stores, digests, clock, ids }: Service,
  { workstationId, refreshToken, atMs, signature }: RouteInput<'workstation.session'>,
): Promise<Answer<RouteAnswer<'workstation.session'>>> {
  const row = await stores.identity.workstation(workstationId);
  if (row === null) return refuse('WORKSTATION_UNKNOWN');
  const signed = canonicalText({ workstationId, refreshToken, atMs });
  if (!digests.verify(row.publicKey, signed, signature)) {
    return refuse('WORKSTATION_SIGNATURE_INVALID');
  }
  const shown = digests.sha256(refreshToken);
  if (!row.refreshHashes.includes(shown)) return refuse('UNAUTHORIZED');
  const nowMs = clock.nowMs();
  const accessToken = ids.token();
  const next = ids.token();
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
  });
}
