import { loginKey } from '#domain/identity/login.ts';
import { newPassword, staffPassword } from '#domain/identity/password.ts';
import { ok, refuse } from '#domain/result.ts';
import { user as userShape } from '#protocol/records.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { once } from '../authority/first-answer.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { publicUser } from './user-record.ts';

export async function listUsers({
  stores,
  clock,
}: Service): Promise<Answer<RouteAnswer<'user.list'>>> {
  const rows = (await stores.identity.users()).map(publicUser);
  return ok({ rows, nextCursor: null, asOfMs: clock.nowMs() });
}

/**
 * Makes an operator or an administrator. The person's id is the command's: asking again finds the
 * same person.
 */
export function createUser(
  service: Service,
  input: RouteInput<'user.create'>,
): Promise<Answer<RouteAnswer<'user.create'>>> {
  const { commandId, password, displayName, role } = input;
  const login = loginKey(input.login);
  const asked = { login, displayName, role };
  const changing = { commandId, asked, parse: (kept: unknown) => userShape.parse(kept) };
  return once(service, changing, async () => {
    const { identity } = service.stores;
    // Made before, and the first answer was lost before it was kept.
    const existing = await identity.userById(commandId);
    if (existing !== null) return ok(publicUser(existing));
    const checked = newPassword({ password, repeat: password, login }, staffPassword);
    if (!checked.ok) return checked;
    if ((await identity.userByLogin(login)) !== null) return refuse('LOGIN_TAKEN');
    const passwordHash = await service.hasher.hash(password);
    const user = { userId: commandId, login, displayName, role, active: true };
    const added = await identity.addUser({ ...user, passwordHash });
    return added ? ok(publicUser(user)) : refuse('LOGIN_TAKEN');
  });
}
