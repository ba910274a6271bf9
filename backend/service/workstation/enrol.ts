import { FIRST_PREVIOUS_HASH } from '#domain/journal/chain.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { typedCode } from './code-text.ts';

/**
 * Makes a workstation of whoever shows a one-time code and its own public key. The code is spent in
 * any case.
 */
export async function enrol(
  service: Service,
  { code, name, publicKey }: RouteInput<'workstation.enrol'>,
): Promise<Answer<RouteAnswer<'workstation.enrol'>>> {
  const { stores, digests, clock, ids } = service;
  if (!digests.isPublicKey(publicKey)) return refuse('FIELD_INVALID', { field: 'publicKey' });
  const nowMs = clock.nowMs();
  const codeHash = digests.sha256(typedCode(code));
  const taken = await stores.identity.takeEnrolmentCode(codeHash, nowMs);
  if (taken === null) return refuse('ENROLMENT_CODE_INVALID');
  const workstationId = ids.uuid();
  const refreshToken = ids.token();
  await stores.identity.addWorkstation({
    workstationId,
    stationId: taken.stationId,
    name,
    state: 'active',
    publicKey,
    enrolledAtMs: nowMs,
    lastSeenAtMs: nowMs,
    head: { seq: 0, hash: FIRST_PREVIOUS_HASH },
    refreshHashes: [digests.sha256(refreshToken)],
    accessHash: null,
    accessExpiresAtMs: 0,
  });
  const { networkId, networkName, demonstration, epoch, keys } = await networkOf(service);
  const { keyId, signingPublicKey, panKey } = keys;
  return ok({
    workstationId,
    stationId: taken.stationId,
    networkId,
    networkName,
    demonstration,
    epoch,
    refreshToken,
    panKey,
    backendKeys: [{ keyId, publicKey: signingPublicKey }],
  });
}
