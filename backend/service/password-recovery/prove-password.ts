import { refuse } from '#domain/result.ts';
import type { RouteInput } from '#protocol/routes.ts';
import type { Caller } from '../caller.ts';
import type { Service } from '../service.ts';
import { proveByCode } from './prove-code.ts';
import { proveByLink } from './prove-link.ts';
import type { Proved } from './proved.ts';

/**
 * Proves by a code or a link who asked for a new password. A code is entered with the key that it
 * was asked by: letters are read later, and elsewhere. The place is kept where the workstation has
 * proved itself.
 * @returns a session that may only set a password (row N-11), or that staff decide (row O-09);
 *   `CODE_INVALID` {left}, `CODE_EXPIRED`, `CODE_USED`, `LINK_EXPIRED`, `LINK_USED`
 */
export async function provePassword(
  service: Service,
  { proof, workstationId }: RouteInput<'password.prove'>,
  caller: Caller,
): Promise<Proved> {
  if (workstationId !== null) {
    const workstation = await service.stores.identity.workstation(workstationId);
    if (workstation === null) return refuse('WORKSTATION_UNKNOWN');
    if (workstation.state !== 'active') return refuse('WORKSTATION_REVOKED');
  }
  const { address = null, workstation: proved } = caller;
  const at = { workstationId: proved?.workstationId ?? null, address };
  return proof.by === 'code' ? proveByCode(service, proof, at) : proveByLink(service, proof, at);
}
