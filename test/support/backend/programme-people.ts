import { v7 as uuid } from 'uuid';
import { auditEntry } from '#domain/audit/audit-entry.ts';
import type { ProgrammeRecord } from '#protocol/records/programme.ts';
import type { TermsHeadRecord } from '#protocol/records/terms.ts';
import { newSession } from '#service/people/new-session.ts';
import type { Account, SessionPurpose } from '#service/people/people-rows.ts';
import { call } from './http-client.ts';
import type { SmallNetwork } from './small-network.ts';

/** Puts a programme to use and publishes a text for each of its documents. */
export async function openProgramme(
  { url, administrator }: SmallNetwork,
  profile: ProgrammeRecord,
): Promise<readonly TermsHeadRecord[]> {
  const auth = { session: administrator };
  const put = { commandId: uuid(), profile, active: true, revision: null };
  await call(url, 'programme.put', put, auth);
  const heads: TermsHeadRecord[] = [];
  for (const { kind } of profile.documents) {
    heads.push(
      await publishText({ url, administrator }, profile, kind, `Первая редакция: ${kind}`),
    );
  }
  return heads;
}

/** Publishes one more version of a document, in force at once. */
export function publishText(
  { url, administrator }: Pick<SmallNetwork, 'url' | 'administrator'>,
  { programmeId, languages }: ProgrammeRecord,
  kind: TermsHeadRecord['kind'],
  body: string,
): Promise<TermsHeadRecord> {
  const texts = Object.fromEntries(languages.map((each) => [each, { title: kind, body }]));
  const terms = { commandId: uuid(), programmeId, kind, fromMs: null, texts };
  return call(url, 'terms.publish', terms, { session: administrator });
}

/** A person of a programme, who has no client and no password that anybody knows. */
export async function addPerson(
  { backend }: SmallNetwork,
  { programmeId }: Pick<ProgrammeRecord, 'programmeId'>,
  patch: Partial<Account> = {},
): Promise<Account> {
  const { service } = backend;
  const account: Account = {
    userId: uuid(),
    login: 'asel@example.com',
    displayName: 'Әсел Қ.',
    role: 'representative',
    active: true,
    clientId: null,
    programmeId,
    email: 'asel@example.com',
    phone: '+77010000001',
    state: 'active',
    mustSetPassword: false,
    passwordExpiresAtMs: null,
    passwordHash: await service.nobodysHash(),
    passwordSetAtMs: null,
    grants: [],
    preferences: {},
    revision: 0,
    ...patch,
  };
  const changes = [{ kind: 'account.add', account } as const];
  await service.stores.people.commit({ atMs: service.clock.nowMs(), audit: null, changes });
  return account;
}

/** The trail has that person coming in at a workstation, as his sign-in there would leave it. */
export async function cameIn(
  { backend, workstation }: SmallNetwork,
  { userId }: Account,
): Promise<void> {
  const { workstationId } = workstation;
  const audit = auditEntry({ userId, workstationId, address: null }, { event: 'sign-in' });
  const atMs = backend.clock.nowMs();
  await backend.service.stores.people.commit({ atMs, audit, changes: [] });
}

/** A session of that person, as a right password would open one. */
export async function sessionFor(
  { backend }: SmallNetwork,
  { userId, role }: Account,
  purpose: SessionPurpose = 'ordinary',
): Promise<{ readonly session: string }> {
  const { service } = backend;
  const { row, token } = newSession(service, { userId, role, workstationId: null, purpose });
  await service.stores.identity.addSession(row);
  return { session: token };
}
