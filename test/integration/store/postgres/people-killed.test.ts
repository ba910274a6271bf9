import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RouteId } from '#protocol/routes.ts';
import { LOCK, lockNumber } from '#store/postgres/locks.ts';
import { call, callRaw, outcomeOf, type TestAuth } from '#test/support/backend/http-client.ts';
import {
  MEMBER_PANS,
  memberProfile,
  openMemberProgramme,
  registrationForm,
} from '#test/support/backend/member-programme.ts';
import { makeSmallNetwork, PASSWORD, type NetworkAt } from '#test/support/backend/small-network.ts';
import { asked, waitingForLocks } from '#test/support/postgres/database.ts';
import {
  BackendProcesses,
  setupTokenOf,
  urlOf,
  type Run,
} from '#test/support/postgres/processes.ts';

// A backend that is killed in the middle of a commit; another one goes on over the same database.

const PATIENCE = { timeout: 60_000 };
const CHOSEN = 'correct horse battery';

let backends: BackendProcesses;
let network: NetworkAt;
let first: Run;
let other: string;
beforeEach(async () => {
  backends = await BackendProcesses.begin();
  first = backends.serve();
  const url = await urlOf(first);
  const setupToken = await setupTokenOf(first);
  network = await makeSmallNetwork({ url, setupToken, nowMs: Date.now() });
  other = await urlOf(backends.serve());
});
afterEach(() => backends.dispose());

/** Has the first backend killed when all is written but the end of the audit trail. */
async function killedOver(routeId: RouteId, input: object, auth: TestAuth = {}): Promise<void> {
  const gate = new pg.Client({ connectionString: backends.url });
  await gate.connect();
  await gate.query('BEGIN');
  await gate.query(`SELECT pg_advisory_xact_lock(${LOCK.name}, ${lockNumber('audit')})`);
  const dying = callRaw(network.url, routeId, input, auth).then(outcomeOf, () => null);
  await expect.poll(() => waitingForLocks(backends.url), PATIENCE).toBe(1);
  first.child.kill('SIGKILL');
  await first.ended;
  await gate.query('COMMIT');
  await gate.end();
  expect(await dying).toBeNull();
  await expect.poll(() => waitingForLocks(backends.url), PATIENCE).toBe(0);
}

async function many(of: string): Promise<number> {
  const rows = await asked<{ many: number }>(
    backends.url,
    `SELECT count(*)::integer AS many FROM ${of}`,
  );
  return rows[0]?.many ?? 0;
}

const trailIsWhole = async (session: string) =>
  expect(await call(other, 'audit.verify', {}, { session })).toMatchObject({ fault: null });

describe('a backend that is killed in the middle of a commit', () => {
  it('[R-03] [R-11] over a registration by card leaves nothing of it, and the code works', async () => {
    const programme = await openMemberProgramme(network, memberProfile());
    const [pan = ''] = MEMBER_PANS;
    const form = registrationForm(programme, { card: { way: 'card', pan } });
    await call(network.url, 'registration.start', form);
    const [message] = await asked<{ secrets: string }>(
      backends.url,
      `SELECT secrets FROM message WHERE template = 'registration-code'`,
    );
    const { code } = JSON.parse(message?.secrets ?? '{}');
    const confirming = { registrationId: form.commandId, code: String(code) };
    await killedOver('registration.confirm', confirming);
    const members = `user_account WHERE role = 'member'`;
    const made = [members, 'member', 'member_card', 'consent'];
    expect(await Promise.all(made.map(many))).toEqual([0, 0, 0, 0]);
    expect(await many('registration')).toBe(1);
    expect(outcomeOf(await callRaw(other, 'registration.confirm', confirming))).toBe('200');
    expect(await Promise.all(made.map(many))).toEqual([1, 1, 1, programme.ticks.length]);
    const again = await callRaw(other, 'registration.confirm', confirming);
    expect(outcomeOf(again)).toBe('422 REGISTRATION_DONE');
    await trailIsWhole(network.administrator);
    const verified = backends.verify();
    expect(await verified.ended, verified.text()).toBe(0);
  });

  it('[N-22] over a new password leaves the old one and its session, and the new one is set once', async () => {
    const { manager: session } = network;
    const asking = { currentPassword: PASSWORD, password: CHOSEN, repeat: CHOSEN };
    await killedOver('password.set', asking, { session });
    const enter = (password: string) =>
      callRaw(other, 'session.open', { login: 'curator', password, workstationId: null });
    expect(outcomeOf(await callRaw(other, 'session.list', {}, { session }))).toBe('200');
    expect(outcomeOf(await enter(CHOSEN))).toBe('401 AUTH_INVALID');
    expect(outcomeOf(await callRaw(other, 'password.set', asking, { session }))).toBe('200');
    expect(outcomeOf(await callRaw(other, 'session.list', {}, { session }))).toBe(
      '401 UNAUTHORIZED',
    );
    expect(outcomeOf(await enter(PASSWORD))).toBe('401 AUTH_INVALID');
    expect(outcomeOf(await enter(CHOSEN))).toBe('200');
    expect(await many(`message WHERE template = 'password-changed'`)).toBe(1);
    await trailIsWhole(network.administrator);
  });
});
