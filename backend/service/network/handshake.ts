import { ok } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { PROTOCOL_VERSION, PROTOCOL_VERSION_MIN } from '#protocol/version.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Stands for the ids and the name of a network that is not there yet. */
const NONE = '-';

/** Versions, clock and network: what both sides say first. The caller judges; nothing is kept. */
export async function handshake(
  service: Service,
  { protocolVersion: spoken }: RouteInput<'handshake.do'>,
): Promise<Answer<RouteAnswer<'handshake.do'>>> {
  const network = await service.stores.identity.network();
  const recovery = await service.stores.recovery.recovery();
  // Protocol 1 knows no such field, and would not understand the rest of the answer with it.
  const since2 = {
    recovery: recovery === null ? null : { awaitedCount: recovery.awaitedIds.length },
  };
  return ok({
    ...(spoken >= 2 ? since2 : {}),
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
