import { auditEntry, type AuditEntry } from '#domain/audit/audit-entry.ts';
import { normalizeEmail, normalizePhone } from '#domain/client/contact.ts';
import { maskPhone } from '#domain/client/contact-mask.ts';
import { newPassword } from '#domain/identity/password.ts';
import { checkTicks, firstCode } from '#domain/member/registration.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RobotProof } from '#protocol/records/sign-in.ts';
import type { AcceptedTerms } from '#protocol/records/terms.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf, workstationOf } from '../access/need.ts';
import { passRobotCheck } from '../access/robot-check.ts';
import { doerOf } from '../audit/doer.ts';
import type { Caller } from '../caller.ts';
import { acceptedHeads } from '../consent/acceptance.ts';
import type { Answer } from '../outcome.ts';
import { drawnCode } from '../people/draws.ts';
import type { Service } from '../service.ts';
import { memberProgramme, type MemberProgramme } from './member-programme.ts';
import type { Registration } from './member-rows.ts';
import { cardOfNumber, plasticBindings } from './plastic-card.ts';
import { codeMessage, startedAnswer, takenMessage } from './registration-messages.ts';

type Started = Answer<RouteAnswer<'registration.start'>>;
type Form = RouteInput<'registration.start-at-desk'>;

/** So often may one phone be registered anew before its unfinished registrations have vanished. */
const STARTS_MAX = 5;

/** Who serves at a desk; null where the person sits alone. */
type Desk = Pick<Registration, 'workstationId' | 'operatorId'>;

/**
 * Begins a registration from outside (row R-04 and on). The same answer after the same work whether
 * the phone is free or a member's: that one hears of it, and the code is never sent (R-05, G7).
 */
export function startRegistration(
  service: Service,
  { robotProof, ...form }: RouteInput<'registration.start'>,
  caller: Caller,
): Promise<Started> {
  const alone = { workstationId: null, operatorId: null };
  return start(service, form, { caller, desk: alone, robotProof, asksForProof: true });
}

/** The same at a desk: the signed session of whoever serves replaces the robot check. */
export function startAtDesk(service: Service, form: Form, caller: Caller): Promise<Started> {
  const { workstationId } = workstationOf(caller);
  const desk = { workstationId, operatorId: personOf(caller).userId };
  return start(service, form, { caller, desk, robotProof: undefined, asksForProof: false });
}

interface Circumstances {
  readonly caller: Caller;
  readonly desk: Desk;
  readonly robotProof: RobotProof | undefined;
  readonly asksForProof: boolean;
}

async function start(
  service: Service,
  form: Form,
  { caller, desk, robotProof, asksForProof }: Circumstances,
): Promise<Started> {
  const programme = await memberProgramme(service, form.programmeId);
  if (!programme.ok) return programme;
  const { code, profile } = programme.value;
  const checked = checkForm(service, form, programme.value);
  if (!checked.ok) return checked;
  const begun = await service.stores.members.registration(form.commandId);
  // Begun before, and the answer was lost: the code is on its way already.
  if (begun !== null) {
    const { commandId } = form;
    const same = await isSameForm(service, begun, { form, contacts: checked.value, desk });
    return same ? ok(startedAnswer(begun, code)) : refuse('COMMAND_ID_REUSED', { commandId });
  }
  if (asksForProof && profile.signIn.robotCheck.includes('registration')) {
    const passed = await passRobotCheck(service, robotProof);
    if (!passed.ok) return passed;
  }
  const card = await cardOf(service, form, programme.value);
  if (!card.ok) return card;
  const place = { ...desk, ...checked.value, cardId: card.value };
  // One after the other: whoever begins many at once does not run past the count.
  return service.locks.run(`registration of ${form.programmeId}/${place.phone}`, () =>
    keep(service, form, { programme: programme.value, place, caller }),
  );
}

type Contacts = Pick<Registration, 'phone' | 'email'>;

interface Asked {
  readonly form: Form;
  readonly contacts: Contacts;
  readonly desk: Desk;
}

/**
 * Whether a form is the one that was begun, by the same person at the desk, its password among the
 * rest: whoever went back and chose another one would not get in with it. Only which plastic card
 * it was is not asked anew.
 */
async function isSameForm(
  { hasher }: Service,
  begun: Registration,
  { form, contacts, desk }: Asked,
): Promise<boolean> {
  type Said = Pick<Registration, 'programmeId' | 'ticks' | 'language'>;
  const textOf = ({ programmeId, ticks, language }: Said) =>
    JSON.stringify([programmeId, ticks, language]);
  const same =
    begun.phone === contacts.phone &&
    begun.email === contacts.email &&
    begun.operatorId === desk.operatorId &&
    (begun.cardId === null) === (form.card.way === 'virtual') &&
    textOf(begun) === textOf(form);
  return same && hasher.verify(begun.passwordHash, form.password);
}

/** Everything that is judged by the form alone; it says nothing about anybody. */
function checkForm(
  service: Service,
  { phone: typedPhone, email: typedEmail, password, repeat, ticks, language }: Form,
  programme: MemberProgramme,
): Answer<Contacts> {
  const { profile } = programme;
  const phone = normalizePhone(typedPhone);
  if (!phone.ok) return phone;
  const email = typedEmail === null ? ok(null) : normalizeEmail(typedEmail);
  if (!email.ok) return email;
  const entry = { password, repeat, login: phone.value };
  const chosen = newPassword(entry, profile.passwords.first);
  if (!chosen.ok) return chosen;
  const agreed = checkAgreed(
    service,
    ticks.map((tick) => ({ ...tick, language })),
    programme,
  );
  return agreed.ok ? ok({ phone: phone.value, email: email.value }) : agreed;
}

/**
 * What is kept as agreed to is what stood before the person: each document of the programme once,
 * in the version that is in force (rows ).
 */
function checkAgreed(
  service: Service,
  ticks: readonly AcceptedTerms[],
  { profile: { documents }, heads }: MemberProgramme,
): Answer<null> {
  const ticked = new Set(ticks.map(({ kind }) => kind));
  if (ticked.size < ticks.length) return refuse('FIELD_INVALID', { field: 'ticks' });
  const asked = heads.filter((head) => documents.some(({ kind }) => kind === head.kind));
  const read = acceptedHeads(service, asked, ticks);
  if (!read.ok) return read;
  const byTick = documents.filter(({ acceptance }) => acceptance === 'by-tick');
  return checkTicks(byTick, ticked);
}

/** The plastic card to bind, once it may be bound; null for a virtual one. */
async function cardOf(
  service: Service,
  { card }: Form,
  programme: MemberProgramme,
): Promise<Answer<string | null>> {
  if (card.way === 'virtual') {
    return programme.cards.virtualRange === null ? refuse('VIRTUAL_CARD_NOT_ISSUED') : ok(null);
  }
  const cardId = await cardOfNumber(service, card.pan, programme);
  if (!cardId.ok) return cardId;
  const { contractId } = programme;
  const bindings = await plasticBindings(service, [], { cardId: cardId.value, contractId });
  return bindings.ok ? cardId : bindings;
}

interface Place {
  readonly caller: Caller;
  readonly programme: MemberProgramme;
  readonly place: Desk & Contacts & Pick<Registration, 'cardId'>;
}

/**
 * Keeps the registration and sends a message, one of two. From here on nothing tells them apart.
 */
async function keep(
  service: Service,
  form: Form,
  { programme, place, caller }: Place,
): Promise<Started> {
  const { stores, clock, hasher } = service;
  const { commandId, programmeId, language, password, ticks } = form;
  const { phone } = place;
  const nowMs = clock.nowMs();
  const sinceMs = nowMs - programme.termMs;
  const { starts } = await stores.members.registrationsOf({ programmeId, phone, sinceMs });
  if (starts >= STARTS_MAX) return refuse('RATE_LIMITED');
  const owner = await stores.people.accountAt(programmeId, phone);
  const code = drawnCode(service, programme.code.digits);
  const registration: Registration = {
    ...place,
    ...firstCode(nowMs),
    registrationId: commandId,
    programmeId,
    language,
    ticks,
    passwordHash: await hasher.hash(password),
    codeHash: await hasher.hash(code),
    decoy: owner !== null,
    startedAtMs: nowMs,
    revision: 0,
  };
  const message =
    owner === null
      ? codeMessage(service, registration, { code, rules: programme.code })
      : takenMessage(service, registration, owner.userId);
  const kept = await stores.people.commit({
    atMs: nowMs,
    audit: startedEntry(registration, caller),
    changes: [
      { kind: 'registration.forget', programmeId, beforeMs: sinceMs },
      { kind: 'registration.add', registration },
      { kind: 'message.add', message },
    ],
  });
  if (kept !== 'done') return refuse('COMMAND_ID_REUSED', { commandId });
  return ok(startedAnswer(registration, programme.code));
}

function startedEntry(registration: Registration, caller: Caller): AuditEntry {
  const { registrationId, programmeId, phone, cardId, operatorId, workstationId } = registration;
  return auditEntry(
    { ...doerOf(caller), userId: operatorId, workstationId },
    {
      event: 'registration.start',
      subjectKind: 'registration',
      subjectId: registrationId,
      after: { programmeId, phone: maskPhone(phone), cardId },
    },
  );
}
