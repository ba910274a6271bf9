import { auditEntry } from '#domain/audit/audit-entry.ts';
import { invitationLink, mayAccept, mayResend } from '#domain/client/invitation.ts';
import { ASKING_SPAN_MS, mayAsk } from '#domain/identity/one-time-code.ts';
import { firstLanguage, type ProgrammeProfile } from '#domain/identity/programme.ts';
import { provingPace } from '#domain/identity/proof-rules.ts';
import { NOWHERE } from '#domain/message/notice-choice.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import type { Caller } from '../caller.ts';
import type { Invitation } from '../invitation/invitation-rows.ts';
import { letterOf, withNewCode } from '../invitation/invite.ts';
import type { NewMessage } from '../message/message-ports.ts';
import type { Answer } from '../outcome.ts';
import type { PasswordRequest } from '../people/access-rows.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Account } from '../people/people-rows.ts';
import { untilWritten } from '../people/until-written.ts';
import type { Service } from '../service.ts';
import { renewedChange } from './contacts/contact-request.ts';
import { madeRequest, requestChanges, sendingOf } from './new-request.ts';
import { mayReturn, typedKey, type TypedKey } from './programme-door.ts';

/**
 * Sends again what somebody waits for (row P-12): an invitation, the link to a new password, which
 * also unlocks (row P-19), and the confirmation of a new address. What was sent before is dead. The
 * answer says nothing of what was pending, or for whom; as many rows and letters are written for
 * everybody, and those that nobody waits for go nowhere (G7).
 * @returns `RATE_LIMITED` {waitMs}, `FIELD_INVALID` {field}, `NOT_FOUND` where the programme has no
 *   such service
 */
export async function resendInstructions(
  service: Service,
  input: RouteInput<'instructions.resend'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'instructions.resend'>>> {
  const typed = await typedKey(service, input);
  if (!typed.ok) return typed;
  const { profile, keyHash } = typed.value;
  if (!profile.selfService.includes('resend-instructions')) return refuse('NOT_FOUND');
  return service.locks.run(`password-recovery ${keyHash}`, async () => {
    const nowMs = service.clock.nowMs();
    const asked = await service.stores.access.askedSince(keyHash, nowMs - ASKING_SPAN_MS);
    const paced = mayAsk(asked, nowMs, provingPace(profile, 'email'));
    return paced.ok ? untilWritten(() => resend(service, typed.value, caller)) : paced;
  });
}

async function resend(
  service: Service,
  typed: TypedKey,
  caller: Caller,
): Promise<Answer<RouteAnswer<'instructions.resend'>> | 'stale'> {
  const { stores, clock } = service;
  const { profile, rules, key, keyHash } = typed;
  const meant = await stores.access.accountsByRecoveryKey(profile.programmeId, key, 2);
  const one = meant.length === 1 ? (meant[0] ?? null) : null;
  const account = (await mayReturn(service, one)) ? one : null;
  const waits = await waitsForPassword(service, account, keyHash);
  const asking = { profile, keyHash, account: waits ? account : null, caseId: null };
  const made = await madeRequest(service, asking, sendingOf(rules));
  const confirmation = await contactChanges(service, { profile, account, request: made.request });
  const invitation = await invitationChanges(service, typed, made.request);
  const written = await stores.people.commit({
    atMs: clock.nowMs(),
    audit: auditEntry(doerOf(caller), {
      event: 'instructions.resend',
      subjectKind: 'account',
      subjectId: account?.userId ?? null,
      after: { programmeId: profile.programmeId, keyKind: key.kind },
    }),
    changes: [...requestChanges(made), ...confirmation, ...invitation],
  });
  // The invitation was sent again in this moment, or the change was taken back.
  return written === 'done' ? ok({ done: true }) : 'stale';
}

/** Locked out, or a request of his is still open. */
async function waitsForPassword(
  { stores }: Service,
  account: Account | null,
  keyHash: string,
): Promise<boolean> {
  const open = await stores.access.hasOpenRequest(account?.userId ?? keyHash);
  return account?.state === 'locked' || open;
}

interface Confirming {
  readonly profile: ProgrammeProfile;
  readonly account: Account | null;
  /** The one that is written in any case. */
  readonly request: PasswordRequest;
}

/** One whose term is over is asked for anew by whoever signs in: nobody else revives it. */
async function contactChanges(
  service: Service,
  { profile, account, request }: Confirming,
): Promise<readonly PeopleChange[]> {
  const { stores, clock } = service;
  const latest = await stores.access.latestContactChange(account?.userId ?? '', 'email');
  const isWaiting = latest?.state === 'open' && clock.nowMs() <= latest.expiresAtMs;
  const was = isWaiting ? latest : null;
  const { change: is, letters } = await renewedChange(service, { profile, account, change: was });
  const renewed = was === null || is === null ? null : { was, is };
  const instead = nobodysRequest(service, request);
  return [{ kind: 'contact-change.renew', renewed, instead }, ...letters.map(asChange)];
}

/** A row like a request's that opens nothing, counts for nobody, and is forgotten with them. */
function nobodysRequest(
  { ids, digests }: Service,
  { programmeId, purpose, askedAtMs, expiresAtMs }: PasswordRequest,
): PasswordRequest {
  const subject = digests.sha256(ids.token());
  const of = { subject, keyHash: subject, programmeId, userId: null, purpose, caseId: null };
  const told = { secretHash: digests.sha256(ids.token()), messageId: '', triesUsed: 0 };
  return { ...of, ...told, requestId: ids.uuid(), state: 'cancelled', askedAtMs, expiresAtMs };
}

/** One that has expired is the inviter's to prolong (row P-05). */
async function invitationChanges(
  service: Service,
  { profile, key }: TypedKey,
  { requestId }: PasswordRequest,
): Promise<readonly PeopleChange[]> {
  const { stores, ids } = service;
  const email = key.kind === 'email' ? key.value : '';
  const waiting = await stores.invitations.waitingInvitation(profile.programmeId, email);
  const sent = waiting !== null && maySendAgain(service, waiting, profile) ? waiting : null;
  const token = ids.token();
  const next = withNewCode(
    service,
    { invitation: sent ?? nobodysInvitation(service, profile), token },
    profile,
  );
  const letter = await letterOf(service, next, token);
  const message = sent === null ? { ...letter, ...NOWHERE } : letter;
  return [
    { kind: 'invitation.renew', invitation: sent === null ? null : next, requestId },
    asChange(message),
  ];
}

function maySendAgain(
  { clock }: Service,
  invitation: Invitation,
  profile: ProgrammeProfile,
): boolean {
  const nowMs = clock.nowMs();
  const { resendAfterMs } = invitationLink(profile);
  return mayAccept(invitation, nowMs).ok && mayResend(invitation, resendAfterMs, nowMs).ok;
}

/** In the place of one that waits; it is never written. */
function nobodysInvitation({ ids }: Service, profile: ProgrammeProfile): Invitation {
  return {
    invitationId: ids.uuid(),
    programmeId: profile.programmeId,
    clientId: '',
    email: '',
    displayName: '',
    language: firstLanguage(profile),
    grants: [],
    authority: null,
    tokenHash: '',
    state: 'active',
    invitedBy: '',
    sentAtMs: 0,
    expiresAtMs: 0,
    endedAtMs: null,
    userId: null,
    revision: 0,
  };
}

function asChange(message: NewMessage): PeopleChange {
  return { kind: 'message.add', message };
}
