import { auditEntry, type JsonObject } from '#domain/audit/audit-entry.ts';
import type { AuditEvent } from '#domain/audit/audit-event.ts';
import { maskEmail } from '#domain/client/contact-mask.ts';
import { invitationLink, invitationStage } from '#domain/client/invitation.ts';
import { NOWHERE } from '#domain/message/notice-choice.ts';
import type { MessageState } from '#domain/message/outgoing.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { may } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import type { InvitationRecord } from '#protocol/records/client/invitation.ts';
import { personOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import { derivedId } from '../authority/derived-id.ts';
import type { Keep } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { NewMessage } from '../message/message-ports.ts';
import type { Answer } from '../outcome.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Service } from '../service.ts';
import type { Invitation } from './invitation-rows.ts';

export type Invited = Pick<
  Invitation,
  'invitationId' | 'clientId' | 'email' | 'displayName' | 'grants' | 'authority' | 'language'
>;

interface Inviting {
  readonly programme: ProgrammeProfile;
  readonly keep: Keep<InvitationRecord>;
}

/** Asks somebody by letter to make himself an account; until he does there is none (row P-05). */
export async function invite(
  service: Service,
  { programme, keep, ...invited }: Invited & Inviting,
  caller: Caller,
): Promise<Answer<InvitationRecord>> {
  const token = service.ids.token();
  const sentAtMs = service.clock.nowMs();
  const invitation: Invitation = {
    ...invited,
    programmeId: programme.programmeId,
    tokenHash: service.digests.sha256(token),
    state: 'active',
    invitedBy: personOf(caller).userId,
    sentAtMs,
    expiresAtMs: sentAtMs + invitationLink(programme).termMs,
    endedAtMs: null,
    userId: null,
    revision: 0,
  };
  const change = { kind: 'invitation.add', invitation } as const;
  const doing = { event: 'invitation.send', before: null, change, token, keep } as const;
  return written(service, doing, caller);
}

/** What is done to an invitation; a token where a letter goes with it. */
interface Doing {
  readonly keep: Keep<InvitationRecord>;
  readonly event: AuditEvent;
  /** Null for one that is new. */
  readonly before: Invitation | null;
  readonly change: Extract<PeopleChange, { kind: 'invitation.add' | 'invitation.put' }>;
  readonly token: string | null;
}

/** Writes what staff do to an invitation, with the letter that goes with it. */
export async function written(
  service: Service,
  { event, before, change, token, keep }: Doing,
  caller: Caller,
): Promise<Answer<InvitationRecord>> {
  const { invitation } = change;
  const letter = token === null ? [] : [await letterOf(service, invitation, token)];
  // A letter that is written now waits to be sent; else it is as it was.
  const { letter: sent, ...seen } = await recordOf(service, invitation, caller);
  const record = { ...seen, letter: token === null ? sent : 'queued' } as const;
  const outcome = await service.stores.people.commit({
    atMs: service.clock.nowMs(),
    audit: auditEntry(doerOf(caller), {
      event,
      subjectKind: 'invitation',
      subjectId: invitation.invitationId,
      before: before && told(before),
      after: told(invitation),
    }),
    changes: [
      change,
      ...letter.map((message) => ({ kind: 'message.add', message }) as const),
      keep(record),
    ],
  });
  // Somebody has changed it meanwhile: asked again, it is judged as it is now.
  return outcome === 'done' ? ok(record) : refuse('CHANGED_MEANWHILE');
}

/** What of an invitation is told in the audit trail; a name is masked where it is kept. */
export function told(invitation: Invitation): JsonObject {
  const { clientId, programmeId, displayName: personName } = invitation;
  const { grants, sentAtMs, expiresAtMs, state, authority } = invitation;
  const paper = authority === null ? {} : { authority: { ...authority } };
  return { clientId, programmeId, personName, grants, sentAtMs, expiresAtMs, state, ...paper };
}

/**
 * The same invitation by another letter with another code; the code before it is dead, the term
 * begins anew.
 */
export function withNewCode(
  { clock, digests }: Service,
  { invitation, token }: { readonly invitation: Invitation; readonly token: string },
  programme: ProgrammeProfile,
): Invitation {
  const sentAtMs = clock.nowMs();
  const expiresAtMs = sentAtMs + invitationLink(programme).termMs;
  return { ...invitation, tokenHash: digests.sha256(token), sentAtMs, expiresAtMs };
}

/**
 * The letter (row P-04). No password and no page of the web: it has a code, which is pasted into
 * the sign-in page of the workstation. To an address that has an account already the letter of a
 * client's person goes nowhere: he hears of nobody but his own client's people (G10).
 */
export async function letterOf(
  { stores, digests }: Service,
  invitation: Invitation,
  token: string,
): Promise<NewMessage> {
  const { displayName, email, expiresAtMs, language, programmeId, invitedBy } = invitation;
  const inviter = await stores.people.accountById(invitedBy);
  const known = await stores.people.accountAt(programmeId, email);
  const isDecoy = known !== null && inviter !== null && inviter.clientId !== null;
  return {
    messageId: letterId(digests, invitation),
    ...(isDecoy ? NOWHERE : ({ channel: 'email', to: email } as const)),
    template: 'invitation',
    params: { personName: displayName, inviter: inviter?.displayName ?? '', token, expiresAtMs },
    language,
    expiresAtMs,
    programmeId,
    userId: null,
    aboutId: invitedBy,
  };
}

/** By which the state of the latest letter is found again. */
function letterId(digests: Service['digests'], { invitationId, sentAtMs }: Invitation): string {
  return derivedId(digests, 'invitation', invitationId, String(sentAtMs));
}

/** An invitation as its reader may see it. */
export async function recordOf(
  { stores, clock, digests }: Service,
  invitation: Invitation,
  caller: Caller,
): Promise<InvitationRecord> {
  const { invitationId, programmeId, clientId, displayName, sentAtMs } = invitation;
  const { expiresAtMs, endedAtMs, grants } = invitation;
  const person = personOf(caller);
  const plain = person.clientId === clientId || may(person, 'pii.view');
  const letter = await stores.messages.message(letterId(digests, invitation));
  return {
    invitationId,
    programmeId,
    clientId,
    email: plain ? invitation.email : maskEmail(invitation.email),
    displayName,
    grants: [...grants],
    stage: invitationStage(invitation, clock.nowMs()),
    sentAtMs,
    expiresAtMs,
    endedAtMs,
    letter: person.clientId === null ? (letter?.state ?? null) : stateForClient(letter?.state),
  };
}

/**
 * Whether a letter came back is seen by whoever is invited for (row P-03); how one that did not
 * fares would tell a letter that goes nowhere from others (G10).
 */
function stateForClient(state: MessageState = 'sent'): MessageState {
  return state === 'bounced' || state === 'failed' ? state : 'sent';
}
