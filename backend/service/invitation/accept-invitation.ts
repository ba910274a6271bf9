import { auditEntry, type Doer } from '#domain/audit/audit-entry.ts';
import { mayAccept } from '#domain/client/invitation.ts';
import { newPassword } from '#domain/identity/password.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { ok, refuse } from '#domain/result.ts';
import { invitationRoutes } from '#protocol/routes/invitation.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { derivedId } from '../authority/derived-id.ts';
import { once, type Keep } from '../authority/first-answer.ts';
import { NOBODY, type Caller } from '../caller.ts';
import { noticeDoorOf, noticesTo, type MessageAdd } from '../message/notice.ts';
import type { Answer } from '../outcome.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import { drawnUserName } from '../people/draws.ts';
import type { Account } from '../people/people-rows.ts';
import { programmeOf } from '../programme/programme-of.ts';
import type { Service } from '../service.ts';
import type { Invitation } from './invitation-rows.ts';
import { told } from './invite.ts';

/** What whoever was invited sees before he makes himself an account. */
export async function readInvitation(
  service: Service,
  { token }: RouteInput<'invitation.read'>,
): Promise<Answer<RouteAnswer<'invitation.read'>>> {
  const found = await standing(service, token);
  if (!found.ok) return found;
  const { invitation, programme } = found.value;
  const client = await service.stores.clients.client(invitation.clientId);
  const { programmeId, displayName, expiresAtMs } = invitation;
  const passwordMinLength = programme.passwords.first.minLength;
  const clientName = client?.name ?? displayName;
  return ok({ programmeId, clientName, displayName, expiresAtMs, passwordMinLength });
}

/**
 * Makes the account of whoever was invited, with the password that he sets (rows P-05…P-07): the
 * first credential that there is of him. The code works once. The language in which he accepted is
 * his from then on (P-08), whatever the letter was written in.
 */
export function acceptInvitation(
  service: Service,
  { commandId, token, password, repeat, language }: RouteInput<'invitation.accept'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'invitation.accept'>>> {
  const tokenHash = service.digests.sha256(token);
  const parse = (kept: unknown) => invitationRoutes['invitation.accept'].answer.parse(kept);
  const userId = derivedId(service.digests, commandId, 'account');
  return once(
    service,
    { command: 'invitation.accept', commandId, caller: NOBODY, asked: { tokenHash }, parse },
    async (keep) => {
      const found = await standing(service, token);
      if (!found.ok) return found;
      const { invitation, programme } = found.value;
      const login = programme.account.login === 'email' ? invitation.email : drawnUserName(service);
      const entry = { password, repeat, login, displayName: invitation.displayName };
      const judged = newPassword(entry, programme.passwords.first);
      if (!judged.ok) return judged;
      const passwordHash = await service.hasher.hash(password);
      const preferences = { language: language ?? invitation.language };
      const account = { userId, login, passwordHash, preferences, keep };
      return accepted(service, { ...found.value, ...account, doer: { ...doerOf(caller), userId } });
    },
  );
}

interface Standing {
  readonly invitation: Invitation;
  readonly programme: ProgrammeProfile;
}

/** The invitation behind a code, if an account may be made by it now. */
async function standing(service: Service, token: string): Promise<Answer<Standing>> {
  const tokenHash = service.digests.sha256(token.trim());
  const invitation = await service.stores.invitations.invitationByToken(tokenHash);
  if (invitation === null) return refuse('INVITE_UNKNOWN');
  const judged = mayAccept(invitation, service.clock.nowMs());
  if (!judged.ok) return judged;
  // Nobody is greeted who would hear at the first sign-in that the contract is over (row N-07).
  if (await service.stores.registers.isClientClosed(invitation)) return refuse('INVITE_REVOKED');
  const programme = await programmeOf(service, invitation.programmeId);
  return programme === null ? refuse('PROGRAMME_NOT_FOUND') : ok({ invitation, programme });
}

interface Accepting extends Standing {
  readonly doer: Doer;
  readonly userId: string;
  readonly login: string;
  readonly passwordHash: string;
  readonly preferences: Account['preferences'];
  readonly keep: Keep<RouteAnswer<'invitation.accept'>>;
}

async function accepted(
  service: Service,
  { invitation, programme, doer, userId, login, passwordHash, preferences, keep }: Accepting,
): Promise<Answer<RouteAnswer<'invitation.accept'>>> {
  const { programmeId, clientId } = invitation;
  const atMs = service.clock.nowMs();
  const account: Account = {
    userId,
    login,
    displayName: invitation.displayName,
    role: programme.account.role,
    active: true,
    clientId,
    programmeId,
    email: invitation.email,
    phone: null,
    state: 'active',
    mustSetPassword: false,
    passwordExpiresAtMs: null,
    passwordHash,
    passwordSetAtMs: atMs,
    grants: invitation.grants,
    preferences,
    revision: 0,
  };
  const ended = { ...invitation, state: 'accepted', endedAtMs: atMs, userId } as const;
  const known = await service.stores.clients.accountOf({ programmeId, clientId });
  const isFirst = programme.account.birth === 'by-invitation' && known === null;
  const named = { kind: 'client-account.name', programmeId, clientId, userId } as const;
  const outcome = await service.stores.people.commit({
    atMs,
    audit: auditEntry(doer, {
      event: 'invitation.accept',
      subjectKind: 'invitation',
      subjectId: invitation.invitationId,
      before: told(invitation),
      // Not his login: a drawn one is he as well, and the trail outlives him.
      after: told(ended),
    }),
    changes: [
      { kind: 'account.add', account },
      { kind: 'invitation.put', invitation: ended },
      ...authorityChanges(invitation, userId),
      ...(isFirst ? [named] : ([] satisfies PeopleChange[])),
      ...(await acceptedNotices(service, ended)),
      keep({ programmeId, login }),
    ],
  });
  if (outcome === 'taken') return refuse('LOGIN_TAKEN');
  // Accepted or changed by somebody else at the same moment: asked again, it is judged as it is.
  return outcome === 'done' ? ok({ programmeId, login }) : refuse('CHANGED_MEANWHILE');
}

/** Tells whoever invited that he may count on a colleague now (row R-27). */
async function acceptedNotices(
  service: Service,
  { invitedBy, displayName: personName, userId }: Invitation & { readonly userId: string },
): Promise<readonly MessageAdd[]> {
  const account = await service.stores.people.accountById(invitedBy);
  if (account === null || !account.active) return [];
  const door = await noticeDoorOf(service, account);
  const params = { personName, atMs: service.clock.nowMs() };
  const news = { template: 'invitation-accepted', params, aboutId: userId } as const;
  return noticesTo(service, { door, account, ...news });
}

/** The paper that was entered with the invitation is his from now on (row V-02). */
function authorityChanges(
  { authority }: Pick<Invitation, 'authority'>,
  userId: string,
): readonly PeopleChange[] {
  if (authority === null) return [];
  const own = { ...authority, userId, applicationId: null, stationId: null };
  return [{ kind: 'authority.put', authority: own }];
}
