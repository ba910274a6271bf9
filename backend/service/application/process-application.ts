import { mayClose } from '#domain/application/application.ts';
import { authorityHolds } from '#domain/client/authority-document.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { ok, refuse } from '#domain/result.ts';
import { localDate } from '#domain/time/local-date.ts';
import { routes, type RouteAnswer, type RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import { onceSaid, type Keep, type SaidOnce } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { AccountPapers } from '../client/new-account.ts';
import { signedPapers } from '../client/signed-papers.ts';
import type { Answer } from '../outcome.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import { issuedAccess } from '../password-recovery/issuing-office.ts';
import { drawnPassword, drawnUserName, USER_NAMES_MAX } from '../people/draws.ts';
import { lastInstantOf } from '../people/password-term.ts';
import type { Account } from '../people/people-rows.ts';
import type { Service } from '../service.ts';
import { closedMessages } from './application-messages.ts';
import type { Application } from './application-rows.ts';
import { entryOf } from './applications.ts';

type Made = RouteAnswer<'application.process'>;
type Processed = Answer<Made>;
type Question = Omit<RouteInput<'application.process'>, 'commandId'>;

/**
 * Makes the account that an application asks for (row V-10): a generated user name that never
 * changes (V-11), and an access code for the first sign-in, which has to set a password. Both are
 * in the answer alone, to be handed over in person.
 * @returns `CONTRACT_NOT_SIGNED`, `AUTHORITY_EXPIRED` {fromOn, untilOn} (V-02);
 *   `APPLICANT_NOT_CLIENT` {taxId, clientTaxId}, `ACCOUNT_BORN_OTHERWISE` for a contract under
 *   another programme, `PROGRAMME_NOT_FOUND` for one under none; `APPLICATION_NOT_SEEN` {by},
 *   `APPLICATION_CLOSED` {state}; `CHANGED_MEANWHILE`
 */
export function processApplication(
  service: Service,
  { commandId, ...question }: RouteInput<'application.process'>,
  caller: Caller,
): Promise<Processed> {
  const { applicationId } = question;
  const parse = (kept: unknown) => routes['application.process'].answer.parse(kept);
  return onceSaid(
    service,
    { command: 'application.process', commandId, caller, asked: question, parse },
    (keep) =>
      service.locks.run(`application ${applicationId}`, async () => {
        const application = await service.stores.applications.application(applicationId);
        if (application === null) return refuse('NOT_FOUND');
        const allowed = mayClose(application);
        if (!allowed.ok) return allowed;
        const papers = await papersOf(service, application, question.contractId);
        if (!papers.ok) return papers;
        const { paper, programme } = papers.value;
        const { clientId } = paper.client;
        return makeAccount(service, { application, question, caller, programme, clientId, keep });
      }),
  );
}

/**
 * Whose person it is: of the client that the application names, by a signed contract under the
 * programme at whose door it was filed, and while the authority holds (row V-02).
 */
async function papersOf(
  service: Service,
  { form, programmeId }: Application,
  contractId: string,
): Promise<Answer<AccountPapers>> {
  const papers = await signedPapers(service, contractId, ['by-application']);
  if (!papers.ok) return papers;
  const { paper, programme } = papers.value;
  if (programme.programmeId !== programmeId) return refuse('ACCOUNT_BORN_OTHERWISE');
  const { taxId: clientTaxId } = paper.client;
  const { taxId, authority } = form;
  if (taxId !== clientTaxId) return refuse('APPLICANT_NOT_CLIENT', { taxId, clientTaxId });
  const holds = authorityHolds(authority, localDate(service.clock.nowMs(), paper.zone));
  return holds.ok ? papers : holds;
}

interface Making {
  readonly application: Application;
  readonly question: Question;
  /** Who processes it. */
  readonly caller: Caller;
  readonly programme: ProgrammeProfile;
  readonly clientId: string;
  /** Without the access code. */
  readonly keep: Keep<Made>;
}

async function makeAccount(service: Service, making: Making): Promise<Answer<SaidOnce<Made>>> {
  const { stores, clock, hasher, ids } = service;
  const accessCode = drawnPassword(service);
  const passwordHash = await hasher.hash(accessCode);
  const passwordExpiresAtMs = lastInstantOf(making.programme.passwords.firstTermMs, service);
  for (let tries = 0; tries < USER_NAMES_MAX; tries += 1) {
    const login = drawnUserName(service);
    const account = accountOf(making, {
      userId: ids.uuid(),
      login,
      passwordHash,
      passwordExpiresAtMs,
    });
    const atMs = clock.nowMs();
    const before = making.application;
    const closed = closedBy(making, account, atMs);
    const issued = await issuedAccess(service, personOf(making.caller), account.userId);
    const kept = { userId: account.userId, login, accessCode: null };
    const written = await stores.people.commit({
      atMs,
      audit: entryOf('application.process', { before, after: closed }, doerOf(making.caller)),
      changes: [...changesOf(service, making, { account, closed }), ...issued, making.keep(kept)],
    });
    if (written === 'done') return ok({ said: { ...kept, accessCode }, kept });
    if (written === 'stale') return refuse('CHANGED_MEANWHILE');
  }
  return refuse('LOGIN_TAKEN');
}

function accountOf(
  { application: { form, programmeId, language }, clientId }: Making,
  made: Pick<Account, 'userId' | 'login' | 'passwordHash' | 'passwordExpiresAtMs'>,
): Account {
  return {
    ...made,
    displayName: form.personName,
    role: 'representative',
    active: true,
    clientId,
    programmeId,
    email: form.email,
    phone: form.phone,
    state: 'active',
    mustSetPassword: true,
    passwordSetAtMs: null,
    grants: [],
    preferences: { language },
    revision: 0,
  };
}

function closedBy({ application, caller }: Making, account: Account, atMs: number): Application {
  const { userId } = personOf(caller);
  const closed = { state: 'processed', closedAtMs: atMs, closedBy: userId } as const;
  return { ...application, ...closed, accountUserId: account.userId };
}

function changesOf(
  service: Service,
  { application, question: { contractId } }: Making,
  { account, closed }: { readonly account: Account; readonly closed: Application },
): readonly PeopleChange[] {
  const { applicationId, form } = application;
  const { userId } = account;
  const authority = { ...form.authority, userId, contractId, applicationId, stationId: null };
  return [
    { kind: 'account.add', account },
    { kind: 'authority.put', authority },
    { kind: 'application.put', application: closed },
    ...closedMessages(service, closed).map(
      (message) => ({ kind: 'message.add', message }) as const,
    ),
  ];
}
