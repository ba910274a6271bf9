import { assert } from '#domain/assert.ts';
import { canonicalText } from '#domain/journal/chain.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf, workstationOf } from '../access/need.ts';
import { askAuthority } from '../authority/ask-authority.ts';
import type { Caller } from '../caller.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Answer } from '../outcome.ts';
import { recoveringRefusal } from '../recovery/recovery.ts';
import { askWithRecall } from '../sale/recall-leases.ts';
import type { Service } from '../service.ts';
import { leaseRecord } from '../sync/leases.ts';
import { freeLongLost } from '../workstation/forfeit-leases.ts';
import { contractOf, zoneOf } from './assets.ts';

/**
 * Holds points or a voucher for a desk (I6, I7); leases elsewhere are called back for it. While the
 * network is recovered nobody knows who holds a lease on them, so nothing is given (architecture
 * §8).
 */
export async function redeem(
  service: Service,
  { recall = false, ...asked }: RouteInput<'asset.redeem'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'asset.redeem'>>> {
  const recovering = await recoveringRefusal(service);
  if (recovering !== null) return recovering;
  const { workstationId, stationId } = workstationOf(caller);
  const { userId: operatorId } = personOf(caller);
  const contractId = await contractOf(service, asked.allowanceKey);
  if (contractId === null) return refuse(unknownCode(asked.allowanceKey));
  await freeLongLost(service, asked.allowanceKey);
  const atMs = service.clock.nowMs();
  const base = {
    kind: 'asset.redeem',
    commandId: asked.redemptionId,
    atMs,
    workstationId,
  } as const;
  const place = { stationId, zone: await zoneOf(service, stationId), contractId, operatorId };
  const command = { ...base, ...place, ...asked };
  const answer = await (recall
    ? askWithRecall(service, command, asked)
    : askAuthority(service, command, asked));
  if (!answer.ok) return answer;
  assert(answer.value.kind === 'redemption', 'a redemption is answered with itself');
  return ok({ ...answer.value.redemption });
}

/**
 * Leases points or a voucher to the workstation that asks, says what a voucher is for, and signs
 * that.
 */
export async function leaseAsset(
  service: Service,
  { commandId, terms = false, ...asked }: RouteInput<'asset.lease'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'asset.lease'>>> {
  const recovering = await recoveringRefusal(service);
  if (recovering !== null) return recovering;
  const { workstationId, stationId } = workstationOf(caller);
  const { allowanceKey } = asked;
  const contractId = await contractOf(service, allowanceKey);
  if (contractId === null) return refuse(unknownCode(allowanceKey));
  await freeLongLost(service, allowanceKey);
  const atMs = service.clock.nowMs();
  const base = { kind: 'asset.lease', commandId, atMs, workstationId, contractId } as const;
  const command = { ...base, ...asked, stationId, zone: await zoneOf(service, stationId) };
  const answer = await askAuthority(service, command, asked);
  if (!answer.ok) return answer;
  assert(answer.value.kind === 'leases', 'a grant answers with leases');
  const { keys } = await networkOf(service);
  const leases = answer.value.leases.map(leaseRecord);
  const voucher = terms ? await service.stores.leases.voucher(allowanceKey) : null;
  const grant = {
    grantId: commandId,
    allowanceKey,
    contractId,
    leases,
    keyId: keys.keyId,
    ...(voucher === null ? {} : { voucher: { productId: voucher.productId } }),
  };
  const signature = service.digests.sign(keys.signingPrivateKey, canonicalText(grant));
  return ok({ ...grant, signature });
}

function unknownCode(allowanceKey: string): 'VOUCHER_NOT_FOUND' | 'POINTS_ACCOUNT_NOT_FOUND' {
  return allowanceKey.startsWith('voucher/') ? 'VOUCHER_NOT_FOUND' : 'POINTS_ACCOUNT_NOT_FOUND';
}
