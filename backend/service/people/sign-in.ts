import { signInWaitUntilMs } from '#domain/identity/attempts.ts';
import { loginKey } from '#domain/identity/login.ts';
import { clientScope } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import type { Answer } from '../outcome.ts';
import type { UserWithPassword } from '../ports.ts';
import type { Service } from '../service.ts';
import { newSession } from './new-session.ts';
import { publicUser } from './user-record.ts';

/** How long staff may unlock offline after a sign-in (row N-03). */
const OFFLINE_TERM_MS = 7 * 24 * 3_600_000;

/**
 * Opens a session for a right login and password (row N-03). An unknown login, a wrong password and
 * a person who may not sign in get the same answer after the same work. After errors the next try
 * waits longer and longer (row P-18); nobody is locked out for good.
 */
export function signIn(
  service: Service,
  input: RouteInput<'session.open'>,
): Promise<Answer<RouteAnswer<'session.open'>>> {
  const login = loginKey(input.login);
  // One after the other: guesses in parallel must not run past the counter.
  return service.locks.run(`sign-in ${login}`, () => tryOnce(service, login, input));
}

async function tryOnce(
  service: Service,
  login: string,
  { password, workstationId }: RouteInput<'session.open'>,
): Promise<Answer<RouteAnswer<'session.open'>>> {
  const { identity } = service.stores;
  const nowMs = service.clock.nowMs();
  const errors = await identity.signInErrors(login);
  const waitUntilMs = signInWaitUntilMs(errors);
  if (nowMs < waitUntilMs) return refuse('AUTH_DELAYED', { waitMs: waitUntilMs - nowMs });
  const user = await identity.userByLogin(login);
  const right = await service.hasher.verify(
    user?.passwordHash ?? (await service.nobodysHash()),
    password,
  );
  if (user === null || !right || !user.active) {
    const errorCount = errors.errorCount + 1;
    await identity.putSignInErrors(login, { errorCount, lastErrorAtMs: nowMs });
    return refused(service, user, workstationId);
  }
  const closed = await accountClosed(service, user);
  if (closed !== null) return closed;
  if (workstationId !== null) {
    const workstation = await identity.workstation(workstationId);
    if (workstation === null) return refuse('WORKSTATION_UNKNOWN');
    if (workstation.state !== 'active') return refuse('WORKSTATION_REVOKED');
  }
  await identity.putSignInErrors(login, null);
  return openSession(service, user, workstationId);
}

function refused(
  { audit }: Service,
  user: UserWithPassword | null,
  workstationId: string | null,
): Answer<never> {
  const userId = user?.userId ?? null;
  audit.note({ event: 'sign-in', userId, workstationId, subjectId: null, code: 'AUTH_INVALID' });
  return refuse('AUTH_INVALID');
}

/** Said only after the right password (row N-07): nobody else learns of it. */
async function accountClosed(
  { stores, audit }: Service,
  { userId, role, clientId }: UserWithPassword,
): Promise<Answer<never> | null> {
  const ofClient = clientScope(role, clientId);
  if (ofClient === null || !(await stores.registers.isClientClosed(ofClient))) return null;
  const code = 'ACCOUNT_CLOSED';
  audit.note({ event: 'sign-in', userId, workstationId: null, subjectId: null, code });
  return refuse(code);
}

async function openSession(
  service: Service,
  user: UserWithPassword,
  workstationId: string | null,
): Promise<Answer<RouteAnswer<'session.open'>>> {
  const { userId, role } = user;
  const owner = { userId, role, workstationId, purpose: 'ordinary' } as const;
  const { row, token } = newSession(service, owner);
  const { sessionId, openedAtMs, expiresAtMs } = row;
  await service.stores.identity.addSession(row);
  const told = { userId, workstationId, subjectId: sessionId, code: null };
  service.audit.note({ event: 'sign-in', ...told });
  const offlineUntilMs = openedAtMs + OFFLINE_TERM_MS;
  return ok({ sessionId, token, expiresAtMs, user: publicUser(user), offlineUntilMs });
}
