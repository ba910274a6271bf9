import { ok, refuse, type Result } from '#domain/result.ts';
import { PROTOCOL_VERSION, PROTOCOL_VERSION_MIN } from '#protocol/version.ts';
import type { Core } from '../core.ts';
import { killAllLeases, tellGeneration } from '../lease/generation.ts';

export interface Hello {
  readonly epoch: string;
  /** Not null while the backend brings together again what a restored backup has lost. */
  readonly recovery: { readonly awaitedCount: number } | null;
}

/**
 * First words with the backend: versions, network, clock, epoch (architecture §8). Refused with
 * CLIENT_UPGRADE_REQUIRED, BACKEND_UPGRADE_REQUIRED or NETWORK_CHANGED; nothing else is asked then.
 */
export async function handshake(core: Core, appVersion: string): Promise<Result<Hello>> {
  const { link, clock, journal, identity, machineClock } = core;
  const sentMs = machineClock.monotonicMs();
  const answer = await link.callOpen('handshake.do', {
    protocolVersion: PROTOCOL_VERSION,
    appVersion,
    clockMs: machineClock.nowMs(),
  });
  if (!answer.ok) return answer;
  const { protocolVersion, protocolVersionMin, networkId, epoch, nowMs, backendVersion } =
    answer.value;
  if (PROTOCOL_VERSION < protocolVersionMin) {
    return refuse('CLIENT_UPGRADE_REQUIRED', { version: backendVersion });
  }
  if (protocolVersion < PROTOCOL_VERSION_MIN) {
    return refuse('BACKEND_UPGRADE_REQUIRED', { version: backendVersion });
  }
  if (networkId !== identity.networkId) return refuse('NETWORK_CHANGED');
  const halfWayMs = Math.max(0, Math.floor((machineClock.monotonicMs() - sentMs) / 2));
  const contactAtMs = nowMs + halfWayMs;
  const noted = journal.write({ atMs: contactAtMs }, ({ facts }) => {
    clock.contact(contactAtMs);
    if (facts.get('protocol') !== protocolVersion) facts.set('protocol', protocolVersion);
  });
  if (!noted.ok) return noted;
  const known = journal.facts.get('epoch');
  if (known !== epoch) {
    const moved = known === null ? ok(null) : killAllLeases(core, 'epoch');
    if (!moved.ok) return moved;
    tellGeneration(core);
    const kept = journal.write({ atMs: contactAtMs }, ({ facts }) => facts.set('epoch', epoch));
    if (!kept.ok) return kept;
    // Where the backend stands in our journal may be another place now.
    link.forgetSession();
  }
  return ok({ epoch, recovery: answer.value.recovery ?? null });
}
