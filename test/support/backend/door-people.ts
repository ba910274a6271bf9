import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { v7 as uuid } from 'uuid';
import { triedKey } from '#domain/identity/login.ts';
import type { RouteInput } from '#protocol/routes.ts';
import type { ProgrammeRecord } from '#protocol/records/programme.ts';
import type { RobotProof } from '#protocol/records/sign-in.ts';
import type { Account } from '#service/people/people-rows.ts';
import { errorsKey } from '#service/people/sign-in/door.ts';
import { call } from './http-client.ts';
import { sixthProgramme } from './sixth-programme.ts';
import type { TestBackend } from './test-backend.ts';

/** What everybody in a test has for a password, unless it is about passwords. */
export const PASSWORD = 'seven green apples';

/**
 * The invented programme without documents and robot check, with the rules that a test is about.
 */
export function plainProgramme(
  programmeId: string,
  patch: Partial<ProgrammeRecord> = {},
): ProgrammeRecord {
  const signIn = { lockAtError: 4, robotCheck: [] };
  return { ...sixthProgramme, programmeId, documents: [], signIn, ...patch };
}

/** Somebody with `PASSWORD` at a programme's door. */
export async function addWithPassword(
  { service, clock }: TestBackend,
  patch: Partial<Account> & Pick<Account, 'login' | 'programmeId'>,
): Promise<Account> {
  const account: Account = {
    userId: uuid(),
    displayName: 'P',
    role: 'representative',
    active: true,
    clientId: null,
    email: patch.login,
    phone: null,
    state: 'active',
    mustSetPassword: false,
    passwordExpiresAtMs: null,
    passwordHash: await service.hasher.hash(PASSWORD),
    passwordSetAtMs: clock.nowMs(),
    grants: ['full'],
    preferences: {},
    revision: 0,
    ...patch,
  };
  const changes = [{ kind: 'account.add', account } as const];
  await service.stores.people.commit({ atMs: clock.nowMs(), audit: null, changes });
  return account;
}

/** A robot check that was passed: what a workstation sends with a sign-in. */
export async function passedCheck(url: string): Promise<RobotProof> {
  const challenge = await call(url, 'robot.challenge', {});
  const solution = await solveChallenge({ challenge, deriveKey });
  if (solution === null) throw new Error('not solved in time');
  const { counter, derivedKey } = solution;
  return { challenge, solution: { counter, derivedKey } };
}

/** Where the messages of a kind to somebody went: `email a@firma.example`, in the order of text. */
export async function toldTo(
  { backend }: { readonly backend: TestBackend },
  userId: string,
  template: string,
): Promise<readonly string[]> {
  const anywhere = { cursor: null, limit: 100, state: null, channel: null, search: null };
  const { rows } = await backend.service.stores.messages.messages({ ...anywhere, userId });
  return rows
    .filter((row) => row.template === template)
    .map(({ channel, recipient }) => `${channel} ${recipient}`)
    .toSorted();
}

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

/** How many errors are counted at a door under a login, whether somebody has it or not. */
export async function errorsAt(
  { service }: Pick<TestBackend, 'service'>,
  programmeId: string | null,
  login: string,
): Promise<number> {
  const account = await service.stores.people.accountAt(programmeId, login);
  const key = errorsKey(service, triedKey(programmeId, login), account);
  return (await service.stores.identity.signInErrors(key)).errorCount;
}
