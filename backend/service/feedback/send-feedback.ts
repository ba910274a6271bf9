import { auditEntry } from '#domain/audit/audit-entry.ts';
import { feedbackWords } from '#domain/feedback/feedback.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { newsTermsMs } from '#domain/message/news-terms.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { passRobotCheck } from '../access/robot-check.ts';
import { doerOf } from '../audit/doer.ts';
import type { Caller } from '../caller.ts';
import type { NewMessage } from '../message/message-ports.ts';
import { messageToStaff } from '../message/to-staff.ts';
import type { Answer } from '../outcome.ts';
import { numbered } from '../people/numbered.ts';
import type { Service } from '../service.ts';
import type { Feedback } from './feedback-rows.ts';

type Sent = Answer<RouteAnswer<'feedback.send'>>;
type Sending = RouteInput<'feedback.send'>;

/**
 * Takes what somebody wrote, before he signs in or after (row N-26), and gives it a number; sent
 * again it is told its number again. What was written while a door was open is taken also after it
 * was shut: it may have waited for the link since.
 * @returns `CONTACT_REQUIRED`, `MESSAGE_EMPTY`, `FIELD_INVALID` {field}; `CHALLENGE_FAILED` where
 *   the programme asks for a robot check anywhere; `CHANGED_MEANWHILE` as `numbered`
 */
export async function sendFeedback(
  service: Service,
  sending: Sending,
  caller: Caller,
): Promise<Sent> {
  const { stores } = service;
  const words = feedbackWords(sending);
  if (!words.ok) return words;
  const profile = await profileOf(service, sending.programmeId);
  if (!profile.ok) return profile;
  const read = { ...sending, ...words.value };
  const before = await stores.feedback.feedback(sending.commandId);
  if (before !== null) return sameAnswer(before, read);
  if (profile.value !== null && profile.value.signIn.robotCheck.length > 0) {
    const passed = await passRobotCheck(service, sending.robotProof);
    if (!passed.ok) return passed;
  }
  return add(service, read, caller);
}

/** Null for the network's own people, who have no programme. */
async function profileOf(
  { stores }: Service,
  programmeId: string | null,
): Promise<Answer<ProgrammeProfile | null>> {
  if (programmeId === null) return ok(null);
  const kept = await stores.programmes.programme(programmeId);
  return kept === null ? refuse('PROGRAMME_NOT_FOUND') : ok(kept.profile);
}

function sameAnswer(before: Feedback, { commandId, programmeId, contact, text }: Sending): Sent {
  const same =
    before.programmeId === programmeId && before.contact === contact && before.text === text;
  return same ? ok({ number: before.number }) : refuse('COMMAND_ID_REUSED', { commandId });
}

async function add(service: Service, sending: Sending, caller: Caller): Promise<Sent> {
  const { stores, clock } = service;
  const workstationId = await knownWorkstation(service, sending.workstationId);
  return numbered(service, {
    kind: 'feedback',
    known: () => stores.feedback.feedback(sending.commandId),
    sameAnswer: (known) => sameAnswer(known, sending),
    nextNumber: () => stores.feedback.nextNumber(),
    async add(number) {
      const toldAtMs = clock.nowMs();
      const feedback = newFeedback({ ...sending, workstationId }, { number, toldAtMs });
      return (await keep(service, feedback, caller)) ? ok({ number }) : 'stale';
    },
  });
}

/** A workstation says where it was written; it proves nothing, so only what is known is kept. */
async function knownWorkstation(
  { stores }: Service,
  workstationId: string | null,
): Promise<string | null> {
  if (workstationId === null) return null;
  return (await stores.identity.workstation(workstationId)) === null ? null : workstationId;
}

function newFeedback(
  { commandId, programmeId, contact, text, language, workstationId, writtenAtMs }: Sending,
  { number, toldAtMs }: Pick<Feedback, 'number' | 'toldAtMs'>,
): Feedback {
  return {
    feedbackId: commandId,
    number,
    programmeId,
    contact,
    text,
    language,
    workstationId,
    // A clock that runs ahead writes nothing in the future.
    writtenAtMs: Math.min(writtenAtMs, toldAtMs),
    toldAtMs,
    state: 'new',
    answer: null,
    answeredAtMs: null,
    answeredBy: null,
    closedAtMs: null,
    closedBy: null,
    revision: 0,
  };
}

/** False when its number, or its id, was given to another one meanwhile. */
async function keep(service: Service, feedback: Feedback, caller: Caller): Promise<boolean> {
  const { feedbackId, number, programmeId, workstationId, toldAtMs } = feedback;
  const messages = await filedMessages(service, feedback);
  const written = await service.stores.people.commit({
    atMs: toldAtMs,
    audit: auditEntry(
      { ...doerOf(caller), userId: null, workstationId },
      {
        event: 'feedback.send',
        subjectKind: 'feedback',
        subjectId: feedbackId,
        // Neither whose it is nor what it says: the trail outlives both.
        after: { programmeId, number },
      },
    ),
    changes: [
      { kind: 'feedback.add', feedback },
      ...messages.map((message) => ({ kind: 'message.add', message }) as const),
    ],
  });
  return written === 'done';
}

/**
 * To whoever the programme names for its papers, where it names somebody. The contacts that people
 * are shown get nothing: nobody has said that they are the network's own.
 */
async function filedMessages(
  service: Service,
  { programmeId, number, toldAtMs, language }: Feedback,
): Promise<readonly NewMessage[]> {
  const { stores } = service;
  if (programmeId === null) return [];
  const { curatorUserId, headUserId } = await stores.members.assignment(programmeId);
  const userId = curatorUserId ?? headUserId;
  const to = userId === null ? null : await stores.people.accountById(userId);
  if (to === null) return [];
  const params = { feedbackNumber: String(number) };
  const said = { programmeId, expiresAtMs: toldAtMs + newsTermsMs['feedback-filed'], language };
  return [messageToStaff(service, to, { template: 'feedback-filed', params, ...said })];
}
