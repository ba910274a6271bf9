import { auditEntry } from '#domain/audit/audit-entry.ts';
import { loginKey } from '#domain/identity/login.ts';
import { newPassword, staffPassword } from '#domain/identity/password.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { derivedId } from '../authority/derived-id.ts';
import { doerOf } from '../audit/doer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { makeEnrolmentCode } from '../workstation/enrolment-code.ts';

/**
 * Makes the network with its first station and administrator, once. The network's id is the
 * command's, so that a repeated request finds what it made; any other one gets SETUP_DONE.
 */
export function createNetwork(
  service: Service,
  input: RouteInput<'network.create'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'network.create'>>> {
  return service.locks.run('network', () => createOnce(service, input, caller));
}

async function createOnce(
  service: Service,
  input: RouteInput<'network.create'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'network.create'>>> {
  const { stores, digests } = service;
  const { commandId: networkId } = input;
  const stationId = derivedId(digests, networkId, 'station');
  const existing = await stores.identity.network();
  if (existing === null) {
    const created = await create(service, input, { stationId, caller });
    if (!created.ok) return created;
  } else if (existing.networkId !== networkId) {
    return refuse('SETUP_DONE');
  }
  const first = { commandId: networkId, stationId };
  const code = await makeEnrolmentCode(service, first, caller);
  return code.ok ? ok({ networkId, stationId, enrolmentCode: code.value.code }) : code;
}

interface Beginning {
  readonly stationId: string;
  readonly caller: Caller;
}

async function create(
  { stores, digests, hasher, ids, clock }: Service,
  { commandId: networkId, networkName, station, administrator }: RouteInput<'network.create'>,
  { stationId, caller }: Beginning,
): Promise<Answer<null>> {
  const login = loginKey(administrator.login);
  const { password, displayName } = administrator;
  const checked = newPassword({ password, repeat: password, login }, staffPassword);
  if (!checked.ok) return checked;
  const keys = digests.newKeys();
  const created = await stores.identity.createNetwork({
    facts: { networkId, networkName, demonstration: false, epoch: ids.uuid(), keys },
    station: { stationId, ...station },
    administrator: {
      userId: derivedId(digests, networkId, 'administrator'),
      login,
      displayName,
      role: 'administrator',
      active: true,
      passwordHash: await hasher.hash(password),
    },
    told: {
      atMs: clock.nowMs(),
      entry: auditEntry(doerOf(caller), {
        event: 'network.create',
        subjectKind: 'station',
        subjectId: stationId,
        after: { name: networkName, stationId, login },
      }),
    },
  });
  return created ? ok(null) : refuse('SETUP_DONE');
}
