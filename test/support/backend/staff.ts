import { v7 as uuid } from 'uuid';
import type { RouteInput } from '#protocol/routes.ts';
import { addWithPassword } from './door-people.ts';
import { call } from './http-client.ts';
import { PASSWORD } from './password.ts';
import type { TestBackend } from './test-backend.ts';

interface NewStaff extends Pick<RouteInput<'user.create'>, 'login' | 'role'> {
  /** Left out, it is the login. */
  readonly displayName?: string;
}

/**
 * One of the network's people, who has long set a password of his own. His first day has left
 * nothing in the trail and in the outgoing box.
 * @returns his id
 */
export async function addStaff(
  backend: TestBackend,
  { login, displayName = login, role }: NewStaff,
): Promise<string> {
  const own = { programmeId: null, email: null, grants: [] };
  return (await addWithPassword(backend, { login, displayName, role, ...own })).userId;
}

/**
 * The same over the routes: he comes in by the password that was drawn for him and sets his own.
 * @param administrator a session
 * @returns his id
 */
export async function hireStaff(
  url: string,
  administrator: string,
  { login, displayName = login, role }: NewStaff,
): Promise<string> {
  const asked = { commandId: uuid(), login, displayName, role };
  const made = await call(url, 'user.create', asked, { session: administrator });
  const entering = { login, password: made.temporaryPassword ?? '', workstationId: null };
  const { token: session } = await call(url, 'session.open', entering);
  const own = { password: PASSWORD, repeat: PASSWORD };
  await call(url, 'password.set', own, { session });
  return made.userId;
}
