import { ok, refuse, type Result } from '#domain/result.ts';
import type { EngineBoot } from '#protocol/processes.ts';
import { routes } from '#protocol/routes.ts';
import { identity as identityShape, type Identity } from '../journal/facts.ts';
import type { Journal } from '../journal/journal.ts';
import type { BackendClient, Clock, Ids, Vault } from '../ports.ts';

export type Enrolment = NonNullable<EngineBoot['enrol']>;

export interface EnrolParts {
  readonly journal: Journal;
  readonly backend: BackendClient;
  readonly vault: Vault;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly workstationName: string;
}

/**
 * Makes this installation a workstation of a network, by a one-time code or as the first of a new
 * network. The refresh token goes to the key store, everything else into the journal's file, where
 * it is never changed.
 */
export async function enrol(parts: EnrolParts, how: Enrolment): Promise<Result<Identity>> {
  const code = how.by === 'code' ? ok(how.code) : await createNetwork(parts, how);
  if (!code.ok) return code;
  const { journal, backend, vault, clock, workstationName: name } = parts;
  const publicKey = await vault.publicKey();
  const asked = { code: code.value, name, publicKey };
  const answer = await backend.call('workstation.enrol', asked, {});
  if (!answer.ok) return answer;
  const { refreshToken, epoch, ...told } = answer.value;
  // First the token: an identity without one could never speak to its network.
  await vault.keepRefreshToken(refreshToken);
  const identity = identityShape.parse(told);
  const written = journal.write({ atMs: clock.nowMs() }, ({ facts }) => {
    facts.set('identity', identity);
    facts.set('epoch', epoch);
    return identity;
  });
  return written;
}

async function createNetwork(
  { journal, backend, ids, clock }: EnrolParts,
  how: Extract<Enrolment, { by: 'new-network' }>,
): Promise<Result<string>> {
  // Durable before it is sent: asked again after a crash, the same network answers with the same
  // code.
  const kept = journal.facts.get('networkCommandId');
  const commandId = kept ?? ids.uuid();
  if (kept === null) {
    const noted = journal.write({ atMs: clock.nowMs() }, ({ facts }) => {
      facts.set('networkCommandId', commandId);
      return null;
    });
    if (!noted.ok) return noted;
  }
  const input = routes['network.create'].input.safeParse({ ...how.network, commandId });
  if (!input.success) {
    return refuse('FIELD_INVALID', { field: input.error.issues[0]?.path.join('.') ?? 'network' });
  }
  const answer = await backend.call('network.create', input.data, { bearer: how.setupToken });
  return answer.ok ? ok(answer.value.enrolmentCode) : answer;
}
