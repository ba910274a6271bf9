import { auditEntry, type AuditEntry, type Deed } from '#domain/audit/audit-entry.ts';
import { maskPhone } from '#domain/client/contact-mask.ts';
import { ACCOUNT_TRIES_SPAN_MS, judgeCode } from '#domain/identity/one-time-code.ts';
import { isUnfinishedAlive, sentCode } from '#domain/member/registration.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { askDone } from '../authority/ask-authority.ts';
import { doerOf } from '../audit/doer.ts';
import { toldRefusal } from '../audit/told-refusal.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import { requestedChange } from '../password-recovery/contacts/contact-request.ts';
import type { Account } from '../people/people-rows.ts';
import { doorOf } from '../people/sign-in/door.ts';
import { readySession, type ReadySession } from '../people/sign-in/open-session.ts';
import { untilWritten } from '../people/until-written.ts';
import { publicUser } from '../people/user-record.ts';
import type { Consent } from '../programme/programme-rows.ts';
import type { Service } from '../service.ts';
import { boundCard, type BoundCard } from './bind-card.ts';
import { memberProgramme, type MemberProgramme } from './member-programme.ts';
import type { Registration } from './member-rows.ts';
import { DRAWS_MAX } from './virtual-card.ts';
import { waitingRegistration } from './waiting-registration.ts';

type Confirmed = Answer<RouteAnswer<'registration.confirm'>>;

/**
 * Hears the code; the right one makes the account, binds the card, keeps what was agreed to and
 * opens a session, all in one commit (rows ). Nothing of it is there before; afterwards
 * asking again is answered with `REGISTRATION_DONE`: the session was in the first answer alone.
 */
export function confirmRegistration(
  service: Service,
  { registrationId, code }: RouteInput<'registration.confirm'>,
  caller: Caller,
): Promise<Confirmed> {
  // One after the other: guesses in parallel must not run past the counter.
  return service.locks.run(`registration ${registrationId}`, async () => {
    const heard = await untilWritten(() => hearCode(service, { registrationId, code, caller }));
    return heard.ok ? becomeMember(service, heard.value, caller) : heard;
  });
}

interface Proved {
  readonly registration: Registration;
  readonly programme: MemberProgramme;
}

interface Heard extends RouteInput<'registration.confirm'> {
  readonly caller: Caller;
}

/** The same work for a registration that is, that is not, and that no code opens (rule G7). */
async function hearCode(
  service: Service,
  { registrationId, code, caller }: Heard,
): Promise<Answer<Proved> | 'stale'> {
  const { stores, clock, hasher } = service;
  const waiting = await waitingRegistration(service, registrationId);
  const hash = waiting.ok ? waiting.value.codeHash : await service.nobodysHash();
  const fits = await hasher.verify(hash, code);
  if (!waiting.ok) return waiting;
  const registration = waiting.value;
  const programme = await memberProgramme(service, registration.programmeId);
  if (!programme.ok) return programme;
  const nowMs = clock.nowMs();
  const { code: rules, termMs } = programme.value;
  if (!isUnfinishedAlive(registration.startedAtMs, termMs, nowMs)) return refuse('CODE_EXPIRED');
  const { programmeId, phone } = registration;
  const sinceMs = nowMs - ACCOUNT_TRIES_SPAN_MS;
  const { triesUsed } = await stores.members.registrationsOf({ programmeId, phone, sinceMs });
  const { answer: judged } = judgeCode(sentCode(registration, rules), {
    nowMs,
    triesMax: rules.tries,
    right: fits && !registration.decoy,
    accountTriesUsed: triesUsed,
  });
  if (judged.ok) return ok({ registration, programme: programme.value });
  if (judged.code === 'CODE_INVALID') {
    const tried = { ...registration, triesUsed: registration.triesUsed + 1 };
    const written = await stores.people.commit({
      atMs: nowMs,
      audit: entryOf(registration, caller, { code: judged.code }),
      changes: [{ kind: 'registration.put', registration: tried }],
    });
    // Another backend heard one meanwhile: no guess goes uncounted.
    if (written !== 'done') return 'stale';
    toldRefusal(judged);
  }
  return judged;
}

async function becomeMember(service: Service, proved: Proved, caller: Caller): Promise<Confirmed> {
  const { registration, programme } = proved;
  const opened = await openPoints(service, registration, programme);
  if (!opened.ok) return opened;
  for (let draw = 0; draw < DRAWS_MAX; draw += 1) {
    const card = await boundCard(service, programme, {
      newCardId: registration.registrationId,
      plasticCardId: registration.cardId,
      bindings: [],
      draw,
    });
    if (!card.ok) return card;
    const account = accountOf(registration, service.clock.nowMs());
    const session = await sessionOf(service, registration, account);
    if (!session.ok) return session;
    const work = { ...proved, card: card.value, account, session: session.value };
    const { programmeId, cardId } = registration;
    const written = await service.stores.people.commit({
      atMs: service.clock.nowMs(),
      audit: entryOf(registration, caller, { after: { programmeId, cardId } }),
      changes: await changesOf(service, work),
    });
    // The phone became somebody's between its code and now; whoever has the code has the phone.
    if (written === 'taken') return refuse('LOGIN_TAKEN');
    if (written === 'done') return ok(answerOf(work));
  }
  return refuse('CARD_RANGE_FULL');
}

/** The points stand in the books before their member: an account of nobody's harms nobody. */
function openPoints(
  service: Service,
  { registrationId, programmeId }: Registration,
  { contractId }: MemberProgramme,
): Promise<Answer<{ done: true }>> {
  const asked = { contractId, pointsAccountId: registrationId, programmeId };
  const atMs = service.clock.nowMs();
  const base = { kind: 'points.open', commandId: registrationId, atMs } as const;
  return askDone(service, { ...base, workstationId: null, ...asked }, asked);
}

interface Work extends Proved {
  readonly card: BoundCard;
  readonly account: Account;
  readonly session: ReadySession | null;
}

function accountOf({ registrationId, ...registration }: Registration, nowMs: number): Account {
  const { programmeId, phone, passwordHash } = registration;
  return {
    userId: registrationId,
    login: phone,
    displayName: maskPhone(phone),
    role: 'member',
    active: true,
    clientId: null,
    programmeId,
    email: null,
    phone,
    state: 'active',
    mustSetPassword: false,
    passwordExpiresAtMs: null,
    passwordHash,
    passwordSetAtMs: nowMs,
    grants: [],
    preferences: { language: registration.language },
    revision: 0,
  };
}

/**
 * None at a desk, which stays whoever's it is that serves there. Elsewhere it is as good as that of
 * any sign-in: what is accepted by coming in is accepted with it, and a version that came into
 * force since the form was sent is asked for first (rows V-14, R-36).
 */
async function sessionOf(
  service: Service,
  { operatorId, programmeId, ticks, language }: Registration,
  account: Account,
): Promise<Answer<ReadySession | null>> {
  if (operatorId !== null) return ok(null);
  const door = await doorOf(service, programmeId);
  if (!door.ok) return door;
  const accepted = ticks.map((tick) => ({ ...tick, withdrawnAtMs: null }));
  const entering = { door: door.value, account, workstationId: null, language, accepted };
  return ok(await readySession(service, entering));
}

async function changesOf(
  service: Service,
  { registration, programme, card, account, session }: Work,
): Promise<readonly PeopleChange[]> {
  const { ids, clock } = service;
  const { registrationId, revision, programmeId, email } = registration;
  const { profile } = programme;
  const nowMs = clock.nowMs();
  const member = {
    userId: account.userId,
    programmeId,
    pointsAccountId: registrationId,
    registeredAtMs: nowMs,
  };
  const consents = registration.ticks.map((tick): PeopleChange => {
    const given = { ...tick, consentId: ids.uuid(), userId: account.userId };
    return { kind: 'consent.add', consent: consentOf(registration, given) };
  });
  // Nobody knows yet whose the address is: it is the account's once its link is followed.
  const address = { kind: 'email', registering: true } as const;
  const proving =
    email === null
      ? []
      : await requestedChange(service, { profile, account, ...address, value: email });
  return [
    { kind: 'account.add', account },
    { kind: 'member.add', member },
    ...card.changes(account.userId, nowMs),
    ...consents,
    ...proving,
    ...(session?.changes ?? []),
    { kind: 'registration.end', registrationId, revision },
  ];
}

/** Agreed to when the ticks were set and the form was sent, not when the code came (row R-07). */
function consentOf(
  { programmeId, language, startedAtMs, operatorId, workstationId }: Registration,
  given: Pick<Consent, 'kind' | 'version' | 'hash' | 'consentId' | 'userId'>,
): Consent {
  return {
    ...given,
    programmeId,
    language,
    acceptedAtMs: startedAtMs,
    channel: operatorId === null ? 'registration' : 'desk',
    workstationId,
    withdrawnAtMs: null,
  };
}

function answerOf({ account, card, session }: Work): RouteAnswer<'registration.confirm'> {
  const { userId, login, displayName, role, active } = account;
  return {
    user: publicUser({ userId, login, displayName, role, active }),
    card: card.record,
    session: session && openedOf(session),
  };
}

function openedOf({ answer }: ReadySession) {
  const { sessionId, token, expiresAtMs, purpose } = answer;
  return { sessionId, token, expiresAtMs, ...(purpose === undefined ? {} : { purpose }) };
}

function entryOf(
  { registrationId, operatorId, workstationId }: Registration,
  caller: Caller,
  ended: Pick<Deed, 'code' | 'after'>,
): AuditEntry {
  const subject = { subjectKind: 'account', subjectId: registrationId };
  const deed = { event: 'registration.confirm', ...subject, ...ended } as const;
  return auditEntry({ ...doerOf(caller), userId: operatorId, workstationId }, deed);
}
