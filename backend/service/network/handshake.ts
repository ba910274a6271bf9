import { ok } from '#domain/result.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import { PROTOCOL_VERSION, PROTOCOL_VERSION_MIN } from '#protocol/version.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Stands for the ids and the name of a network that is not there yet. */
const NONE = '-';

/** Versions, clock and network: what both sides say first. The caller judges; nothing is kept. */
export async function handshake(service: Service): Promise<Answer<RouteAnswer<'handshake.do'>>> {
  const network = await service.stores.identity.network();
  return ok({
    protocolVersion: PROTOCOL_VERSION,
    protocolVersionMin: PROTOCOL_VERSION_MIN,
    backendVersion: service.backendVersion,
    networkId: network?.networkId ?? NONE,
    networkName: network?.networkName ?? NONE,
    demonstration: network?.demonstration ?? false,
    ready: network !== null,
    epoch: network?.epoch ?? NONE,
    nowMs: service.clock.nowMs(),
  });
}
