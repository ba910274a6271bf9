import { auditEntry } from '#domain/audit/audit-entry.ts';
import { invitationLink, mayAccept, mayResend } from '#domain/client/invitation.ts';
import { ASKING_SPAN_MS, mayAsk } from '#domain/identity/one-time-code.ts';
import { provingPace } from '#domain/identity/proof-rules.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import type { Caller } from '../caller.ts';
import { letterOf, withNewCode } from '../invitation/invite.ts';
import type { Answer } from '../outcome.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Account } from '../people/people-rows.ts';
import type { Service } from '../service.ts';
import { renewedChange } from './contacts/contact-request.ts';
import { newRequest, sendingOf } from './new-request.ts';
import { mayReturn, typedKey, type TypedKey } from './programme-door.ts';

/**
 * Sends again what somebody waits for (row P-12): an invitation, the link to a new password, which
 * also unlocks (row P-19), and the confirmation of a new address. What was sent before is dead. The
 * answer says nothing of what was pending, or for whom. Its work is one and the same for everybody
 * for whom nothing but a password is pending (G7); a change of address and an invitation that wait
 * add the rows of their letters, which can be told by time from somebody's having neither.
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
    return paced.ok ? resend(service, typed.value, caller) : paced;
  });
}

async function resend(
  service: Service,
  typed: TypedKey,
  caller: Caller,
): Promise<Answer<RouteAnswer<'instructions.resend'>>> {
  const { stores, clock } = service;
  const { profile, rules, key, keyHash } = typed;
  const meant = await stores.access.accountsByRecoveryKey(profile.programmeId, key, 2);
  const one = meant.length === 1 ? (meant[0] ?? null) : null;
  const account = (await mayReturn(service, one)) ? one : null;
  const waits = await waitsForPassword(service, account, keyHash);
  const asking = { profile, keyHash, account: waits ? account : null, caseId: null };
  const confirmation = await contactChanges(service, typed, account);
  const invitation = await invitationChanges(service, typed);
  await stores.people.commit({
    atMs: clock.nowMs(),
    audit: auditEntry(doerOf(caller), {
      event: 'instructions.resend',
      subjectKind: 'account',
      subjectId: account?.userId ?? null,
      after: { programmeId: profile.programmeId, keyKind: key.kind },
    }),
    changes: [
      ...(await newRequest(service, asking, sendingOf(rules))),
      ...confirmation,
      ...invitation,
    ],
  });
  return ok({ done: true });
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

/** One whose term is over is asked for anew by whoever signs in: nobody else revives it. */
async function contactChanges(
  service: Service,
  { profile }: TypedKey,
  account: Account | null,
): Promise<readonly PeopleChange[]> {
  const change = await service.stores.access.latestContactChange(account?.userId ?? '', 'email');
  if (account === null || change?.state !== 'open') return [];
  if (service.clock.nowMs() > change.expiresAtMs) return [];
  return renewedChange(service, { profile, account, change });
}

/** One that has expired is the inviter's to prolong (row P-05). */
async function invitationChanges(
  service: Service,
  { profile, key }: TypedKey,
): Promise<readonly PeopleChange[]> {
  const { stores, ids, clock } = service;
  const email = key.kind === 'email' ? key.value : '';
  const invitation = await stores.invitations.waitingInvitation(profile.programmeId, email);
  if (invitation === null || !mayAccept(invitation, clock.nowMs()).ok) return [];
  if (!mayResend(invitation, invitationLink(profile).resendAfterMs, clock.nowMs()).ok) return [];
  const token = ids.token();
  const next = withNewCode(service, { invitation, token }, profile);
  return [
    { kind: 'invitation.put', invitation: next },
    { kind: 'message.add', message: await letterOf(service, next, token) },
  ];
}
