import { address, type Addressed } from '#domain/application/application.ts';
import { auditEntry, type Doer } from '#domain/audit/audit-entry.ts';
import { normalizeEmail, normalizePersonName, normalizePhone } from '#domain/client/contact.ts';
import { taxIdValid } from '#domain/client/tax-id.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { ok, refuse } from '#domain/result.ts';
import type { ApplicationForm } from '#protocol/records/application.ts';
import type { RobotProof } from '#protocol/records/sign-in.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { passRobotCheck } from '../access/robot-check.ts';
import { doerOf } from '../audit/doer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import { numbered } from '../people/numbered.ts';
import { openDoor } from '../programme/programme-door.ts';
import type { Service } from '../service.ts';
import { filedMessages } from './application-messages.ts';
import type { Application } from './application-rows.ts';

type Filing = RouteInput<'application.enter'>;
type Filed = Answer<RouteAnswer<'application.enter'>>;

/** Files an application from outside, before its person can sign in (row V-09). */
export async function fileApplication(
  service: Service,
  { robotProof, ...filing }: RouteInput<'application.file'>,
  caller: Caller,
): Promise<Filed> {
  const door = await openDoor(service, filing.programmeId);
  if (!door.ok) return door;
  const { profile } = door.value;
  if (!profile.selfService.includes('file-application')) return refuse('APPLICATIONS_NOT_TAKEN');
  const proof = profile.signIn.robotCheck.includes('registration') ? { robotProof } : null;
  return file(service, filing, { profile, proof, by: doerOf(caller) });
}

/** The same from paper, by a client manager. */
export async function enterApplication(
  service: Service,
  filing: Filing,
  caller: Caller,
): Promise<Filed> {
  const kept = await service.stores.programmes.programme(filing.programmeId);
  if (kept === null || !kept.active) return refuse('PROGRAMME_NOT_FOUND');
  const { profile } = kept;
  if (profile.account.birth !== 'by-application') return refuse('APPLICATIONS_NOT_TAKEN');
  return file(service, filing, { profile, proof: null, by: doerOf(caller) });
}

interface Origin {
  readonly profile: ProgrammeProfile;
  /** What has to pass the robot check; null where none is asked for. */
  readonly proof: { readonly robotProof: RobotProof | undefined } | null;
  readonly by: Doer;
}

async function file(
  service: Service,
  filing: Filing,
  { profile, proof, by }: Origin,
): Promise<Filed> {
  const { stores } = service;
  const form = checkedForm(filing.form, profile);
  if (!form.ok) return form;
  const to = address(await stores.members.assignment(filing.programmeId));
  if (!to.ok) return to;
  const read = { ...filing, form: form.value, filedBy: by.userId };
  const known = await stores.applications.application(filing.commandId);
  // Filed before, and the answer was lost: its proof is spent, and what is kept needs none.
  if (known !== null) return sameAnswer(known, read);
  if (proof !== null) {
    const passed = await passRobotCheck(service, proof.robotProof);
    if (!passed.ok) return passed;
  }
  return numbered(service, {
    kind: 'applications',
    known: () => stores.applications.application(filing.commandId),
    sameAnswer: (before) => sameAnswer(before, read),
    nextNumber: () => stores.applications.nextNumber(),
    async add(number) {
      const filed = { ...to.value, number, filedBy: by.userId };
      const application = newApplication(service, read, filed);
      const kept = await keep(service, application, { ...to.value, by });
      return kept ? ok(answerOf(application)) : 'stale';
    },
  });
}

/** Contacts in their one form, and check digits of the tax id (rows O-02, O-08). */
function checkedForm(
  form: ApplicationForm,
  { country }: ProgrammeProfile,
): Answer<ApplicationForm> {
  const phone = normalizePhone(form.phone);
  if (!phone.ok) return phone;
  const email = form.email === null ? ok(null) : normalizeEmail(form.email);
  if (!email.ok) return email;
  const personName = normalizePersonName(form.personName);
  if (!personName.ok) return personName;
  if (!taxIdValid(country, form.taxId)) return refuse('INN_INVALID');
  const contacts = { phone: phone.value, email: email.value, personName: personName.value };
  return ok({ ...form, ...contacts });
}

/** Whoever entered it from paper is told again; a colleague under the same id is not. */
function sameAnswer(
  before: Application,
  { commandId, programmeId, form, filedBy }: Filing & Pick<Application, 'filedBy'>,
): Filed {
  const same =
    before.programmeId === programmeId &&
    before.filedBy === filedBy &&
    JSON.stringify(before.form) === JSON.stringify(form);
  if (!same) return refuse('COMMAND_ID_REUSED', { commandId });
  return ok(answerOf(before));
}

function answerOf({
  applicationId,
  number,
  curatorUserId,
}: Application): RouteAnswer<'application.file'> {
  return { applicationId, number, note: curatorUserId === null ? 'CURATOR_NOT_ASSIGNED' : null };
}

function newApplication(
  { clock }: Service,
  { commandId, programmeId, form, language }: Filing,
  { to, number, filedBy }: Addressed & { readonly number: number; readonly filedBy: string | null },
): Application {
  return {
    ...to,
    applicationId: commandId,
    number,
    programmeId,
    form,
    language,
    source: filedBy === null ? 'form' : 'paper',
    filedAtMs: clock.nowMs(),
    filedBy,
    curatorSeenAtMs: null,
    headSeenAtMs: null,
    state: 'filed',
    closedAtMs: null,
    closedBy: null,
    reason: null,
    accountUserId: null,
    revision: 0,
  };
}

/** False when its number, or its id, was given to another one meanwhile. */
async function keep(
  service: Service,
  application: Application,
  { note, by }: Addressed & Pick<Origin, 'by'>,
): Promise<boolean> {
  const { applicationId, programmeId, number, filedAtMs } = application;
  const messages = await filedMessages(service, application);
  const written = await service.stores.people.commit({
    atMs: filedAtMs,
    audit: auditEntry(by, {
      event: 'application.file',
      subjectKind: 'application',
      subjectId: applicationId,
      // Accepted all the same: it goes to the head alone.
      code: note,
      after: { programmeId, number },
    }),
    changes: [
      { kind: 'application.add', application },
      ...messages.map((message) => ({ kind: 'message.add', message }) as const),
    ],
  });
  return written === 'done';
}
