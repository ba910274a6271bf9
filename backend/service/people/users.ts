import { auditEntry } from '#domain/audit/audit-entry.ts';
import { loginKey } from '#domain/identity/login.ts';
import { isOfClient, type Role } from '#domain/identity/rights.ts';
import { newPassword, staffPassword } from '#domain/identity/password.ts';
import { ok, refuse } from '#domain/result.ts';
import { user as userShape } from '#protocol/records.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { pageAnswer, pageQuestion } from '../office/page.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { asListedAt, publicUser } from './user-record.ts';

/** Everybody who has an account at any door. */
export async function listUsers(
  { stores, clock }: Service,
  input: RouteInput<'user.list'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'user.list'>>> {
  const question = { ...pageQuestion(input, caller), role: input.role };
  const { rows, nextCursor } = await stores.people.accounts(question);
  const nowMs = clock.nowMs();
  return pageAnswer({ rows: rows.map((row) => asListedAt(row, nowMs)), nextCursor }, nowMs);
}

/** What somebody is who was never here. */
const NEW_ACCOUNT = {
  active: true,
  programmeId: null,
  email: null,
  phone: null,
  state: 'active',
  mustSetPassword: false,
  passwordExpiresAtMs: null,
  passwordSetAtMs: null,
  grants: [],
  preferences: {},
  revision: 0,
} as const;

/**
 * Makes one of the network's people, or a client's representative. The person's id is the
 * command's: asking again finds the same person.
 */
export function createUser(
  service: Service,
  input: RouteInput<'user.create'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'user.create'>>> {
  const { commandId, password, displayName, role, clientId } = input;
  const login = loginKey(input.login);
  const ofClient = clientId === undefined ? {} : { clientId };
  const asked = { login, displayName, role, ...ofClient };
  const changing = {
    command: 'user.create',
    commandId,
    caller,
    asked,
    parse: (kept: unknown) => userShape.parse(kept),
  } as const;
  return once(service, changing, async () => {
    const { identity, people } = service.stores;
    // Made before, and the first answer was lost before it was kept.
    const existing = await identity.userById(commandId);
    if (existing !== null) return ok(publicUser(existing));
    const bound = await clientOf(service, { role, clientId });
    if (!bound.ok) return bound;
    const checked = newPassword({ password, repeat: password, login }, staffPassword);
    if (!checked.ok) return checked;
    if ((await identity.userByLogin(login)) !== null) return refuse('LOGIN_TAKEN');
    const passwordHash = await service.hasher.hash(password);
    const named = { userId: commandId, login, displayName, role };
    const account = { ...NEW_ACCOUNT, ...named, passwordHash, clientId: clientId ?? null };
    const written = await people.commit({
      atMs: service.clock.nowMs(),
      audit: auditEntry(doerOf(caller), {
        event: 'user.create',
        subjectKind: 'account',
        subjectId: commandId,
        after: asked,
      }),
      changes: [{ kind: 'account.add', account }],
    });
    if (written !== 'done') return refuse('LOGIN_TAKEN');
    return ok(publicUser({ ...named, active: true, ...ofClient }));
  });
}

/** A representative is one client's; the network's own people are nobody's. */
async function clientOf(
  { stores }: Service,
  { role, clientId }: { readonly role: Role; readonly clientId: string | undefined },
): Promise<Answer<null>> {
  if (isOfClient(role) !== (clientId !== undefined)) {
    return refuse('FIELD_INVALID', { field: 'clientId' });
  }
  if (clientId === undefined || (await stores.registers.hasClient(clientId))) return ok(null);
  return refuse('CLIENT_NOT_FOUND', { clientId });
}

/** Says whose client's person a representative is from now on; the next request is judged by it. */
export function setUserClient(
  service: Service,
  { commandId, ...asked }: RouteInput<'user.set-client'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'user.set-client'>>> {
  return once(
    service,
    { command: 'user.set-client', commandId, caller, asked, parse: parseDone },
    async () => {
      const { people, registers } = service.stores;
      const { userId, clientId } = asked;
      const account = await people.accountById(userId);
      if (account === null || !isOfClient(account.role)) return refuse('NOT_FOUND');
      if (clientId !== null && !(await registers.hasClient(clientId))) {
        return refuse('CLIENT_NOT_FOUND', { clientId });
      }
      const written = await people.commit({
        atMs: service.clock.nowMs(),
        audit: auditEntry(doerOf(caller), {
          event: 'user.set-client',
          subjectKind: 'account',
          subjectId: userId,
          before: { clientId: account.clientId },
          after: { clientId },
        }),
        changes: [{ kind: 'account.put', account: { ...account, clientId } }],
      });
      return written === 'done'
        ? ok({ done: true } as const)
        : refuse('ACCOUNT_CHANGED', { userId });
    },
  );
}
