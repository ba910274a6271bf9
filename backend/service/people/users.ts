import { auditEntry } from '#domain/audit/audit-entry.ts';
import { normalizeEmail } from '#domain/client/contact.ts';
import { loginKey } from '#domain/identity/login.ts';
import { isOfClient } from '#domain/identity/rights.ts';
import { newPassword, staffPassword, staffPasswords } from '#domain/identity/password.ts';
import { ok, refuse } from '#domain/result.ts';
import { newUser } from '#protocol/records/administration.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import { onceSaid } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { pageAnswer, pageQuestion } from '../office/page.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { drawnPassword } from './draws.ts';
import { lastInstantOf } from './password-term.ts';
import type { Account } from './people-rows.ts';
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
  clientId: null,
  programmeId: null,
  phone: null,
  state: 'active',
  mustSetPassword: true,
  passwordSetAtMs: null,
  grants: [],
  preferences: {},
  revision: 0,
} as const;

/**
 * Makes one of the network's people, with a drawn password that is said once: at the first sign-in
 * he sets one that whoever added him does not know. Of an older workstation a typed one is taken,
 * and is as temporary. The person's id is the command's.
 * @returns `ACCOUNT_BORN_OTHERWISE` for a client's person: his programme brings him in;
 *   `LOGIN_TAKEN`, `COMMAND_ID_REUSED` for an id that is a person's, `FIELD_INVALID`
 *   {field: 'email'}, and of a typed password as `newPassword`
 */
export function createUser(
  service: Service,
  input: RouteInput<'user.create'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'user.create'>>> {
  const { commandId, password: typed, displayName, role, clientId } = input;
  const login = loginKey(input.login);
  const ofClient = clientId === undefined ? {} : { clientId };
  const addressed = input.email === undefined ? {} : { email: input.email };
  const asked = { login, displayName, role, ...ofClient, ...addressed };
  const parse = (kept: unknown) => newUser.parse(kept);
  const changing = { command: 'user.create', commandId, caller, asked, parse } as const;
  return onceSaid(service, changing, async (keep) => {
    if (isOfClient(role)) return refuse('ACCOUNT_BORN_OTHERWISE');
    if (clientId !== undefined) return refuse('FIELD_INVALID', { field: 'clientId' });
    const email = input.email === undefined ? ok(null) : normalizeEmail(input.email);
    if (!email.ok) return email;
    if (typed !== undefined) {
      const checked = newPassword({ password: typed, repeat: typed, login }, staffPassword);
      if (!checked.ok) return checked;
    }
    const password = typed ?? drawnPassword(service);
    const passwordExpiresAtMs = lastInstantOf(staffPasswords.firstTermMs, service);
    const named = { userId: commandId, login, displayName, role };
    // An older workstation knows the password, and reads nothing that it does not know.
    const drawn = { temporaryPassword: password, passwordExpiresAtMs };
    const said = {
      ...publicUser({ ...named, active: true }),
      ...(typed === undefined ? drawn : {}),
    };
    const kept = typed === undefined ? { ...said, temporaryPassword: null } : said;
    const account: Account = {
      ...NEW_ACCOUNT,
      ...named,
      email: email.value,
      passwordHash: await service.hasher.hash(password),
      passwordExpiresAtMs,
    };
    const givenBy = personOf(caller).userId;
    const givenNow = { kind: 'password.given', userId: commandId, givenBy } as const;
    const written = await service.stores.people.commit({
      atMs: service.clock.nowMs(),
      audit: auditEntry(doerOf(caller), {
        event: 'user.create',
        subjectKind: 'account',
        subjectId: commandId,
        after: { login, displayName, role, email: email.value, passwordExpiresAtMs },
      }),
      changes: [{ kind: 'account.add', account }, givenNow, keep(kept)],
    });
    if (written === 'done') return ok({ said, kept });
    // The id of a command is its account's, and may be somebody's already.
    const isSomebodys = (await service.stores.people.accountById(commandId)) !== null;
    return isSomebodys ? refuse('COMMAND_ID_REUSED', { commandId }) : refuse('LOGIN_TAKEN');
  });
}
