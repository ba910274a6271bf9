import type { AuditEvent } from '#domain/audit/audit-event.ts';
import { normalizeEmail } from '#domain/client/contact.ts';
import { firstLanguage, invitingBirths } from '#domain/identity/programme.ts';
import { isOwner, may } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import { clientUser, type ClientUser } from '#protocol/records/client/client-user.ts';
import { invitation as invitationShape } from '#protocol/records/client/invitation.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import type { RepresentativeAuthority } from '../application/application-rows.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller, CallingPerson } from '../caller.ts';
import { invite } from '../invitation/invite.ts';
import { withdrawnBy } from '../invitation/withdraw-invitations.ts';
import type { Answer } from '../outcome.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Account } from '../people/people-rows.ts';
import { endedNotices } from '../people/sessions.ts';
import type { Service } from '../service.ts';
import { invitedAuthority } from './invited-authority.ts';
import type { AccountPapers } from './new-account.ts';
import { accountEntry, signedPapers } from './signed-papers.ts';

// A client's further people: whoever has the owner's grant manages them, and staff do (architecture
// §11). Whose client it is was judged before: of another client's people nobody hears.

/** All people of a client, closed accounts too. */
export async function listClientUsers(
  service: Service,
  { clientId }: RouteInput<'client-user.list'>,
): Promise<Answer<RouteAnswer<'client-user.list'>>> {
  const accounts = await service.stores.people.accountsOf(clientId);
  const rows = await Promise.all(accounts.map((account) => shown(service, account)));
  return ok({ rows, nextCursor: null, asOfMs: service.clock.nowMs() });
}

/**
 * Asks a further person by letter to make himself an account (row P-05). An owner may where the
 * programme lets clients manage their people. Where nobody acts without a paper, staff enter it
 * here (row V-02).
 */
export function inviteClientUser(
  service: Service,
  { commandId, ...asked }: RouteInput<'client-user.invite'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'client-user.invite'>>> {
  const parse = (kept: unknown) => invitationShape.parse(kept);
  // A field that came later is told where it is given: repeats of before have none.
  const { authority: given = null, language = null, ...others } = asked;
  const told = { ...others, language, ...(given === null ? {} : { authority: given }) };
  return once(
    service,
    { command: 'client-user.invite', commandId, caller, asked: told, parse },
    async (keep) => {
      const email = normalizeEmail(asked.email);
      if (!email.ok) return email;
      const papers = await signedPapers(service, asked.contractId, invitingBirths);
      if (!papers.ok) return papers;
      const { paper, programme } = papers.value;
      const ownHands = programme.selfService.includes('manage-users');
      if (personOf(caller).clientId !== null && !ownHands) {
        return refuse('FORBIDDEN', { right: 'account.manage' });
      }
      const born = await hasFirstAccount(service, papers.value);
      if (!born.ok) return born;
      if (programme.account.login === 'email') {
        const { people } = service.stores;
        const known = await people.accountAt(programme.programmeId, email.value);
        if (known !== null && mayHearOf(known, personOf(caller))) return refuse('LOGIN_TAKEN');
      }
      const authority = invitedAuthority(service, { asked, papers: papers.value }, caller);
      if (!authority.ok) return authority;
      const { displayName, grants } = asked;
      const { clientId } = paper.client;
      const language = asked.language ?? firstLanguage(programme);
      const person = { clientId, email: email.value, displayName, grants, language };
      const invited = { ...person, authority: authority.value, invitationId: commandId };
      return invite(service, { ...invited, programme, keep }, caller);
    },
  );
}

/**
 * Staff hear that somebody has the address, and a client's person of his own client's people;
 * whoever else he invites gets a letter that goes nowhere (G10).
 */
function mayHearOf(known: Account, { clientId }: CallingPerson): boolean {
  return clientId === null || known.clientId === clientId;
}

/**
 * A further person comes after the first one, who comes about as the programme says: with the card
 * (row O-05), to the address of the contract (P-02), by an application (V-09), on paper.
 * @returns `CARD_NOT_HANDED_OVER`, or `FIRST_ACCOUNT_MISSING`
 */
async function hasFirstAccount(
  { stores }: Service,
  { paper, programme }: AccountPapers,
): Promise<Answer<null>> {
  const { programmeId, account } = programme;
  const afterCard = account.birth === 'after-card';
  if (afterCard && !(await stores.clients.hasHandOver(paper.contractId))) {
    return refuse('CARD_NOT_HANDED_OVER');
  }
  const accounts = await stores.people.accountsOf(paper.client.clientId);
  const born = accounts.some((one) => one.programmeId === programmeId);
  return born ? ok(null) : refuse('FIRST_ACCOUNT_MISSING');
}

/** Says what somebody is called and may do; he is signed out, so that his rights are asked anew. */
export function putClientUser(
  service: Service,
  { commandId, ...asked }: RouteInput<'client-user.put'>,
  caller: Caller,
): Promise<Answer<ClientUser>> {
  const parse = (kept: unknown) => clientUser.parse(kept);
  const told = { ...asked, login: asked.login ?? null };
  return once(
    service,
    { command: 'client-user.put', commandId, caller, asked: told, parse },
    async (keep) => {
      const found = await personOfClient(service, asked);
      if (!found.ok) return found;
      const account = found.value;
      const { login = account.login, displayName, grants, revision } = asked;
      if (login !== account.login) return refuse('FIELD_READONLY', { field: 'login' });
      // An owner who takes his own grant away could not give it back.
      const givesUp = personOf(caller).userId === account.userId && !grants.includes('owner');
      if (givesUp) return refuse('FIELD_INVALID', { field: 'grants' });
      const next = { ...account, displayName, grants, revision };
      const put = await shown(service, { ...next, revision: revision + 1 });
      const doing = { event: 'client-user.put', account, next, answer: keep(put) } as const;
      const written = await write(service, doing, caller);
      return written.ok ? ok(put) : written;
    },
  );
}

/** Ends somebody's access; nobody ends his own, so that a client keeps an owner. */
export function removeClientUser(
  service: Service,
  { commandId, ...asked }: RouteInput<'client-user.remove'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'client-user.remove'>>> {
  return once(
    service,
    { command: 'client-user.remove', commandId, caller, asked, parse: parseDone },
    async (keep) => {
      const found = await personOfClient(service, asked);
      if (!found.ok) return found;
      const account = found.value;
      if (personOf(caller).userId === account.userId) {
        return refuse('FIELD_INVALID', { field: 'userId' });
      }
      if (account.state === 'closed') return ok({ done: true } as const);
      const next = { ...account, active: false, state: 'closed' } as const;
      const answer = keep({ done: true });
      const doing = { event: 'client-user.remove', account, next, answer } as const;
      const written = await write(service, doing, caller);
      return written.ok ? ok({ done: true } as const) : written;
    },
  );
}

/** One of the client's people; to whoever asks for another's it looks like nobody. */
async function personOfClient(
  { stores }: Service,
  { clientId, userId }: { readonly clientId: string; readonly userId: string },
): Promise<Answer<Account>> {
  const account = await stores.people.accountById(userId);
  const isTheirs = account !== null && account.clientId === clientId && account.state !== 'erased';
  return isTheirs ? ok(account) : refuse('NOT_FOUND');
}

interface Written {
  readonly event: AuditEvent;
  readonly account: Account;
  readonly next: Account;
  /** The first answer, which is kept with it. */
  readonly answer: PeopleChange;
}

async function write(
  service: Service,
  { event, account, next, answer }: Written,
  caller: Caller,
): Promise<Answer<null>> {
  const { stores, clock } = service;
  const { userId } = account;
  const by = personOf(caller);
  const keptSessionId = by.userId === userId ? by.sessionId : null;
  const done = { subjectId: userId, before: told(account), after: told(next) };
  const atMs = clock.nowMs();
  // Staff may take the last owner's access: they are there to name another.
  const ownHands = by.clientId !== null && isOwner(account) && !isOwner(next);
  const outcome = await stores.people.commit({
    atMs,
    audit: accountEntry(event, done, caller),
    changes: [
      { kind: 'account.put', account: next },
      { kind: 'session.end-others', userId, keptSessionId },
      ...(by.userId === userId ? [] : await endedNotices(service, next)),
      ...(managesPeople(next) ? [] : await withdrawnBy(stores, next, atMs)),
      answer,
      ...(ownHands ? [{ kind: 'owner.remains', clientId: by.clientId } as const] : []),
    ],
  });
  if (outcome === 'done') return ok(null);
  const isStale = (await stores.people.accountById(userId))?.revision !== next.revision;
  return isStale ? refuse('ACCOUNT_CHANGED', { userId }) : refuse('LAST_OWNER');
}

function managesPeople({ active, role, grants }: Account): boolean {
  return active && may({ role, grants }, 'account.manage');
}

function told({ displayName: personName, grants, active, state }: Account) {
  return { personName, grants, active, state };
}

async function shown({ stores }: Service, account: Account): Promise<ClientUser> {
  const { userId, programmeId, login, displayName, grants, active, state, revision } = account;
  const who = { userId, programmeId, login, displayName };
  const acts = await stores.applications.authorityOf(userId);
  return { ...who, grants: [...grants], authority: paperOf(acts), active, state, revision };
}

function paperOf(authority: RepresentativeAuthority | null): ClientUser['authority'] {
  if (authority === null) return null;
  const { contractId, title, number, fromOn, untilOn } = authority;
  return { contractId, title, number, fromOn, untilOn };
}
