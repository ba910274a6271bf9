import { invitationLink, mayRenew, mayResend } from '#domain/client/invitation.ts';
import { firstLanguage, type ProgrammeProfile } from '#domain/identity/programme.ts';
import { ok, refuse } from '#domain/result.ts';
import {
  invitation as invitationShape,
  type InvitationRecord,
} from '#protocol/records/client/invitation.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { parseDone } from '../authority/done.ts';
import { once, type Keep } from '../authority/first-answer.ts';
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
  return once(
    service,
    { command: 'invitation.send', commandId, caller, asked: told, parse },
    async (keep) => {
      const papers = await signedPapers(service, asked.contractId, ['by-invitation']);
      if (!papers.ok) return papers;
      const { paper, programme } = papers.value;
      const { client } = paper;
      if (client.email === null) return refuse('CONTACT_EMAIL_MISSING');
      const { people } = service.stores;
      const known = await people.accountAt(programme.programmeId, client.email);
      if (known !== null) return refuse('LOGIN_TAKEN');
      const language = asked.language ?? firstLanguage(programme);
      const person = { email: client.email, displayName: client.contactName ?? client.name };
      const grants = ['full', 'owner'] as const;
      const invited = { ...person, clientId: client.clientId, grants, authority: null };
      return invite(
        service,
        { ...invited, invitationId: commandId, language, programme, keep },
        caller,
      );
    },
  );
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
  return renewed(
    service,
    { act: 'resend', input, caller },
    async ({ invitation, programme, keep }) => {
      const atMs = service.clock.nowMs();
      const { resendAfterMs } = invitationLink(programme);
      const soon = mayResend(invitation, resendAfterMs, atMs);
      if (!soon.ok) return soon;
      const token = service.ids.token();
      const next = withNewCode(service, { invitation, token }, programme);
      const change = { kind: 'invitation.put', invitation: next } as const;
      const resending = { event: 'invitation.resend', before: invitation } as const;
      return written(service, { ...resending, change, token, keep }, caller);
    },
  );
}

/** The same letter works for another term, also where it had expired (row P-05). */
export function prolongInvitation(
  service: Service,
  input: RouteInput<'invitation.prolong'>,
  caller: Caller,
): Promise<Answer<InvitationRecord>> {
  return renewed(service, { act: 'prolong', input, caller }, ({ invitation, programme, keep }) => {
    const expiresAtMs = service.clock.nowMs() + invitationLink(programme).termMs;
    const change = { kind: 'invitation.put', invitation: { ...invitation, expiresAtMs } } as const;
    const prolonging = { event: 'invitation.prolong', before: invitation } as const;
    return written(service, { ...prolonging, change, token: null, keep }, caller);
  });
}

/** Withdraws an invitation: no account is made by it any more. */
export function revokeInvitation(
  service: Service,
  { commandId, invitationId }: RouteInput<'invitation.revoke'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'invitation.revoke'>>> {
  const changing = {
    command: 'invitation.revoke',
    commandId,
    caller,
    asked: { act: 'revoke', invitationId },
    parse: parseDone,
  } as const;
  return once(service, changing, async (keep) => {
    const invitation = await service.stores.invitations.invitation(invitationId);
    if (invitation === null) return refuse('NOT_FOUND');
    if (invitation.state === 'revoked') return ok({ done: true } as const);
    const renewable = mayRenew(invitation);
    if (!renewable.ok) return renewable;
    const next = { ...invitation, state: 'revoked', endedAtMs: service.clock.nowMs() } as const;
    const change = { kind: 'invitation.put', invitation: next } as const;
    const kept = () => keep({ done: true });
    const revoking = { event: 'invitation.revoke', before: invitation } as const;
    const answer = await written(service, { ...revoking, change, token: null, keep: kept }, caller);
    return answer.ok ? ok({ done: true } as const) : answer;
  });
}

interface Renewing {
  readonly act: 'resend' | 'prolong';
  readonly input: { readonly commandId: string; readonly invitationId: string };
  readonly caller: Caller;
}

interface Renewable {
  readonly invitation: Invitation;
  readonly programme: ProgrammeProfile;
  readonly keep: Keep<InvitationRecord>;
}

function renewed(
  service: Service,
  { act, input: { commandId, invitationId }, caller }: Renewing,
  work: (renewable: Renewable) => Promise<Answer<InvitationRecord>>,
): Promise<Answer<InvitationRecord>> {
  return once(
    service,
    { command: `invitation.${act}`, commandId, caller, asked: { act, invitationId }, parse },
    async (keep) => {
      const invitation = await service.stores.invitations.invitation(invitationId);
      if (invitation === null) return refuse('NOT_FOUND');
      const renewable = mayRenew(invitation);
      if (!renewable.ok) return renewable;
      if (await service.stores.registers.isClientClosed(invitation))
        return refuse('CONTRACT_CLOSED');
      const programme = await programmeOf(service, invitation.programmeId);
      return programme === null
        ? refuse('PROGRAMME_NOT_FOUND')
        : work({ invitation, programme, keep });
    },
  );
}
