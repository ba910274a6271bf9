import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account } from '#service/people/people-rows.ts';
import type { RouteInput } from '#protocol/routes.ts';
import { addWithPassword, plainProgramme } from '#test/support/backend/door-people.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { openProgramme } from '#test/support/backend/programme-people.ts';
import {
  PASSWORD,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

// Whoever has a stolen session asks for a new one in its place in the very moment in which its
// owner ends it.

const LOGIN = 'a@example.com';
const NEW = 'correct horse battery';

let network: SmallNetwork;
let account: Account;
let own: string;
let stolen: string;
beforeEach(async () => {
  network = await startSmallNetwork();
  await openProgramme(network, plainProgramme('locking'));
  account = await addWithPassword(network.backend, { login: LOGIN, programmeId: 'locking' });
  [own, stolen] = [await enter(), await enter()];
});
afterEach(() => network.backend.stop());

async function enter(password = PASSWORD): Promise<string> {
  const entering: RouteInput<'session.open'> = {
    login: LOGIN,
    password,
    workstationId: null,
    programmeId: 'locking',
  };
  return (await call(network.url, 'session.open', entering)).token;
}

/** Renews the stolen session, and does something after it was read and before it is written. */
async function renewedWhile(deed: () => Promise<unknown>): Promise<string> {
  const { people } = network.backend.service.stores;
  const sessionById = people.sessionById.bind(people);
  vi.spyOn(people, 'sessionById').mockImplementationOnce(async (sessionId) => {
    const row = await sessionById(sessionId);
    await deed();
    return row;
  });
  return outcomeOf(await callRaw(network.url, 'session.renew', {}, { session: stolen }));
}

const sessions = () => network.backend.service.stores.identity.sessionsOf(account.userId);

describe('a stolen session that is renewed while it is ended', () => {
  it('[N-22] by another password gets none in its place', async () => {
    const outcome = await renewedWhile(() => {
      const asked = { password: NEW, repeat: NEW, currentPassword: PASSWORD };
      return call(network.url, 'password.set', asked, { session: own });
    });
    expect(outcome).toBe('401 UNAUTHORIZED');
    expect(await sessions()).toHaveLength(1);
  });

  it('by its owner, alone or with all others, gets none in its place', async () => {
    const { rows } = await call(network.url, 'session.list', {}, { session: stolen });
    const sessionId = rows.find(({ current }) => current)?.sessionId ?? '';
    const alone = await renewedWhile(() =>
      network.backend.service.stores.people.commit({
        atMs: 1,
        audit: null,
        changes: [{ kind: 'session.end', sessionId }],
      }),
    );
    expect(alone).toBe('401 UNAUTHORIZED');
    stolen = await enter();
    const together = await renewedWhile(() =>
      call(network.url, 'session.revoke-others', {}, { session: own }),
    );
    expect(together).toBe('401 UNAUTHORIZED');
    expect(await sessions()).toHaveLength(1);
  });

  it('[N-07] by ending the access of its person gets none in its place', async () => {
    const outcome = await renewedWhile(async () => {
      const { people } = network.backend.service.stores;
      const changes = [{ kind: 'account.put', account: { ...account, active: false } } as const];
      await people.commit({ atMs: 1, audit: null, changes });
    });
    expect(outcome).toBe('401 UNAUTHORIZED');
  });
});
