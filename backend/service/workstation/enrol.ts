import { assert } from '#domain/assert.ts';
import { auditEntry, type AuditEntry } from '#domain/audit/audit-entry.ts';
import { FIRST_PREVIOUS_HASH } from '#domain/journal/chain.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import type { Caller } from '../caller.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Answer } from '../outcome.ts';
import type { PeopleWork } from '../people/people-ports.ts';
import type { Service } from '../service.ts';
import { typedCode } from './code-text.ts';

type Joining = RouteInput<'workstation.enrol'>;
type Enrolled = RouteAnswer<'workstation.enrol'>;

/**
 * Makes a workstation of whoever shows a one-time code and its own public key. The code is spent,
 * the workstation is there and the trail says which one joined, and from where (rule G8), or
 * nothing of it. Refused with ENROLMENT_CODE_INVALID where the code is unknown, used or too old.
 */
export async function enrol(
  service: Service,
  asked: Joining,
  caller: Caller,
): Promise<Answer<Enrolled>> {
  return enrolWith(service, asked, { caller, along: () => [] });
}

interface Enrolling {
  readonly caller: Caller;
  /** What is written with it, or not at all. */
  readonly along: (workstationId: string, atMs: number) => readonly PeopleWork[];
}

/** The same together with something else. */
export async function enrolWith(
  service: Service,
  { code, name, publicKey }: Joining,
  { caller, along }: Enrolling,
): Promise<Answer<Enrolled>> {
  const { stores, digests, clock, ids } = service;
  if (!digests.isPublicKey(publicKey)) return refuse('FIELD_INVALID', { field: 'publicKey' });
  const nowMs = clock.nowMs();
  const workstationId = ids.uuid();
  const refreshToken = ids.token();
  const workstation = {
    workstationId,
    name,
    state: 'active',
    publicKey,
    enrolledAtMs: nowMs,
    lastSeenAtMs: nowMs,
    head: { seq: 0, hash: FIRST_PREVIOUS_HASH },
    refreshHashes: [digests.sha256(refreshToken)],
    accessHash: null,
    accessExpiresAtMs: 0,
  } as const;
  const codeHash = digests.sha256(typedCode(code));
  const joining: PeopleWork = {
    atMs: nowMs,
    audit: joiningEntry(workstationId, caller),
    changes: [{ kind: 'workstation.add', codeHash, workstation }],
  };
  const written = await stores.people.commitAll([joining, ...along(workstationId, nowMs)]);
  if (written !== 'done') return refuse('ENROLMENT_CODE_INVALID');
  const row = await stores.identity.workstation(workstationId);
  assert(row !== null, 'a workstation that has joined is there');
  const { networkId, networkName, demonstration, epoch, keys } = await networkOf(service);
  const { keyId, signingPublicKey, panKey } = keys;
  return ok({
    workstationId,
    stationId: row.stationId,
    networkId,
    networkName,
    demonstration,
    epoch,
    refreshToken,
    panKey,
    backendKeys: [{ keyId, publicKey: signingPublicKey }],
  });
}

/** Nobody has signed in there yet: the new workstation itself is who did it. */
function joiningEntry(workstationId: string, caller: Caller): AuditEntry {
  const doer = { ...doerOf(caller), workstationId };
  const subject = { subjectKind: 'workstation', subjectId: workstationId };
  return auditEntry(doer, { event: 'workstation.enrol', ...subject });
}
