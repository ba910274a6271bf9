import { invitationLink, mayRenew, mayResend } from '#domain/client/invitation.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { ok, refuse } from '#domain/result.ts';
import {
  invitation as invitationShape,
  type InvitationRecord,
} from '#protocol/records/client/invitation.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { signedPapers } from '../client/signed-papers.ts';
import type { Answer } from '../outcome.ts';
import { programmeOf } from '../programme/programme-of.ts';
import type { Service } from '../service.ts';
import type { Invitation } from './invitation-rows.ts';
import { invite, recordOf, withNewCode, written } from './invite.ts';

const parse = (kept: unknown) => invitationShape.parse(kept);

/**
 * Invites a client's first person to the address that was given with the contract (row P-02); it
 * cannot be typed. Whoever accepts manages the client's others.
 */
export function sendInvitation(
  service: Service,
  { commandId, ...asked }: RouteInput<'invitation.send'>,
  caller: Caller,
): Promise<Answer<InvitationRecord>> {
  const told = { ...asked, language: asked.language ?? null };
  return once(service, { commandId, asked: told, parse }, async () => {
    const papers = await signedPapers(service, asked.contractId, ['by-invitation']);
    if (!papers.ok) return papers;
    const { paper, programme } = papers.value;
    const { client } = paper;
    if (client.email === null) return refuse('CONTACT_EMAIL_MISSING');
    const { people } = service.stores;
    const known = await people.accountAt(programme.programmeId, client.email);
    if (known !== null) return refuse('LOGIN_TAKEN');
    const language = asked.language ?? programme.languages[0] ?? 'ru';
    const person = { email: client.email, displayName: client.contactName ?? client.name };
    const invited = { ...person, clientId: client.clientId, grants: ['full', 'owner'] } as const;
    return invite(service, { ...invited, invitationId: commandId, language, programme }, caller);
  });
}

/** Everybody who was invited for a client, with how the letters fare (row P-03). */
export async function listInvitations(
  service: Service,
  { clientId }: RouteInput<'invitation.list'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'invitation.list'>>> {
  const all = await service.stores.invitations.invitationsOf(clientId);
  const rows = await Promise.all(all.map((one) => recordOf(service, one, caller)));
  return ok({ rows, nextCursor: null, asOfMs: service.clock.nowMs() });
}

/** Sends another letter with another code; the code before it is dead, the term begins anew. */
export function resendInvitation(
  service: Service,
  input: RouteInput<'invitation.resend'>,
  caller: Caller,
): Promise<Answer<InvitationRecord>> {
  return renewed(service, { act: 'resend', input }, async (invitation, programme) => {
    const atMs = service.clock.nowMs();
    const { resendAfterMs } = invitationLink(programme);
    const soon = mayResend(invitation, resendAfterMs, atMs);
    if (!soon.ok) return soon;
    const token = service.ids.token();
    const next = withNewCode(service, { invitation, token }, programme);
    const change = { kind: 'invitation.put', invitation: next } as const;
    return written(service, { event: 'invitation.resend', change, token }, caller);
  });
}

/** The same letter works for another term, also where it had expired (row P-05). */
export function prolongInvitation(
  service: Service,
  input: RouteInput<'invitation.prolong'>,
  caller: Caller,
): Promise<Answer<InvitationRecord>> {
  return renewed(service, { act: 'prolong', input }, (invitation, programme) => {
    const expiresAtMs = service.clock.nowMs() + invitationLink(programme).termMs;
    const change = { kind: 'invitation.put', invitation: { ...invitation, expiresAtMs } } as const;
    return written(service, { event: 'invitation.prolong', change, token: null }, caller);
  });
}

/** Withdraws an invitation: no account is made by it any more. */
export function revokeInvitation(
  service: Service,
  { commandId, invitationId }: RouteInput<'invitation.revoke'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'invitation.revoke'>>> {
  const changing = { commandId, asked: { act: 'revoke', invitationId }, parse: parseDone };
  return once(service, changing, async () => {
    const invitation = await service.stores.invitations.invitation(invitationId);
    if (invitation === null) return refuse('NOT_FOUND');
    if (invitation.state === 'revoked') return ok({ done: true } as const);
    const renewable = mayRenew(invitation);
    if (!renewable.ok) return renewable;
    const next = { ...invitation, state: 'revoked', endedAtMs: service.clock.nowMs() } as const;
    const change = { kind: 'invitation.put', invitation: next } as const;
    const doing = { event: 'invitation.revoke', change, token: null } as const;
    const answer = await written(service, doing, caller);
    return answer.ok ? ok({ done: true } as const) : answer;
  });
}

interface Renewing {
  readonly act: 'resend' | 'prolong';
  readonly input: { readonly commandId: string; readonly invitationId: string };
}

function renewed(
  service: Service,
  { act, input: { commandId, invitationId } }: Renewing,
  work: (invitation: Invitation, programme: ProgrammeProfile) => Promise<Answer<InvitationRecord>>,
): Promise<Answer<InvitationRecord>> {
  return once(service, { commandId, asked: { act, invitationId }, parse }, async () => {
    const invitation = await service.stores.invitations.invitation(invitationId);
    if (invitation === null) return refuse('NOT_FOUND');
    const renewable = mayRenew(invitation);
    if (!renewable.ok) return renewable;
    if (await service.stores.registers.isClientClosed(invitation)) return refuse('CONTRACT_CLOSED');
    const programme = await programmeOf(service, invitation.programmeId);
    return programme === null ? refuse('PROGRAMME_NOT_FOUND') : work(invitation, programme);
  });
}
