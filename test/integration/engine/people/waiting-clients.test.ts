import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BridgeInput } from '#protocol/bridge.ts';
import type { ClientDetails } from '#protocol/records/client/client.ts';
import { companyOf, enterClient } from '#test/support/backend/client-papers.ts';
import { addStaff } from '#test/support/backend/door-people.ts';
import { call } from '#test/support/backend/http-client.ts';
import { deskAndNetworkPerTest } from '#test/support/engine/desks.ts';

const desk = deskAndNetworkPerTest();

const entering = (patch: Partial<BridgeInput<'client:put'>> = {}) => ({
  commandId: uuid(),
  clientId: null,
  revision: null,
  client: companyOf(),
  ...patch,
});
const put = (patch: Partial<BridgeInput<'client:put'>> = {}) =>
  desk.bench.ok('client:put', entering(patch));
const waiting = async () => (await desk.bench.ok('client:waiting', {})).rows;
const office = () => ({ session: desk.network.manager });
const kept = async (clientId: string): Promise<ClientDetails> =>
  (await call(desk.network.url, 'client.get', { clientId }, office())).client;
const found = async () =>
  (await call(desk.network.url, 'client.list', { search: 'вега' }, office())).rows;
/** A change of one that stands in the network, as it was seen. */
const changing = (seen: ClientDetails, patch: Parameters<typeof companyOf>[0]) => {
  const { clientId, revision, ...client } = seen;
  return entering({ clientId, revision, client: { ...client, ...patch }, seen });
};
/** Who did what to clients, and how it ended, by the trail. */
const told = () =>
  desk.network.backend.rows<{ login: string; workstationId: string; code: string | null }>(
    `SELECT user_account.login, audit_entry.workstation_id AS "workstationId", audit_entry.code
     FROM audit_entry JOIN user_account ON user_account.user_id = audit_entry.user_id
     WHERE audit_entry.event = 'client.put' AND audit_entry.workstation_id IS NOT NULL
     ORDER BY seq`,
  );

beforeEach(async () => {
  await desk.bench.ok('session:signOut', {});
  await desk.bench.signIn('curator');
});

describe('a client that is entered at a desk', () => {
  it('[O-08] is in the network at once with the link', async () => {
    const { clientId, waiting: state } = await put();
    expect(state).toBeNull();
    expect(await kept(clientId)).toMatchObject({ phone: '+79000000001' });
    expect(await waiting()).toEqual([]);
  });

  it('[O-08] waits without it, over a restart, and is told once, as its writer’s', async () => {
    await desk.bench.cut();
    const asked = entering();
    expect(await desk.bench.ok('client:put', asked)).toMatchObject({
      waiting: 'waits',
      clientId: asked.commandId,
      phone: '+79000000001',
      email: 'office@client.example',
    });
    await desk.bench.restart();
    await desk.bench.signIn('curator');
    expect(await waiting()).toMatchObject([
      { entryId: asked.commandId, clientId: null, state: 'waits', refusedCode: null },
    ]);
    expect(await found()).toEqual([]);
    await desk.bench.mend();
    await desk.bench.syncOk();
    expect(await waiting()).toEqual([]);
    expect((await found()).map(({ clientId }) => clientId)).toEqual([asked.commandId]);
    expect(await kept(asked.commandId)).toMatchObject({ phone: '+79000000001', revision: 0 });
    const { workstationId } = desk.bench.engine.core.identity;
    expect(await told()).toEqual([{ login: 'curator', workstationId, code: null }]);
  });

  it('[O-08] is one though its answers were lost, asked for himself or told', async () => {
    const asked = entering();
    desk.bench.line.routes.set('client.put', 'deaf');
    desk.bench.line.routes.set('client.told', 'deaf');
    expect(await desk.bench.ok('client:put', asked)).toMatchObject({ waiting: 'sent' });
    expect(await waiting()).toMatchObject([{ entryId: asked.commandId, state: 'sent' }]);
    desk.bench.line.routes.clear();
    await desk.bench.syncOk();
    expect(await waiting()).toEqual([]);
    expect(await found()).toHaveLength(1);
    expect(await told()).toHaveLength(1);
  });

  it.each([
    [{ phone: '12' }, 'phone'],
    [{ email: 'нет' }, 'email'],
    [{ contactName: 'Иванов' }, 'personName'],
  ])('[O-08] is refused with %j by its field, and nothing waits', async (patch, field) => {
    await desk.bench.cut();
    const refused = await desk.bench.refused('client:put', entering({ client: companyOf(patch) }));
    expect(refused).toMatchObject({ code: 'FIELD_INVALID', params: { field } });
    expect(await waiting()).toEqual([]);
  });
});

describe('a change of a client that is made at a desk without the link', () => {
  let seen: ClientDetails;
  beforeEach(async () => {
    seen = await kept(await enterClient(desk.network));
    await desk.bench.cut();
  });

  it('[O-08] is applied when the link is back', async () => {
    await desk.bench.ok('client:put', changing(seen, { phone: '8 (901) 000-00-02' }));
    expect(await waiting()).toMatchObject([{ seen: { phone: '+79000000001' } }]);
    await desk.bench.mend();
    await desk.bench.syncOk();
    expect(await kept(seen.clientId)).toMatchObject({ phone: '+79010000002', revision: 1 });
    expect(await waiting()).toEqual([]);
  });

  it('[O-08] entered anew before it is sent goes as it is then', async () => {
    const first = changing(seen, { phone: '8 901 000-00-02' });
    await desk.bench.ok('client:put', first);
    const second = changing(seen, { phone: '8 901 000-00-03' });
    await desk.bench.ok('client:put', { ...second, inPlaceOf: first.commandId });
    expect(await waiting()).toMatchObject([{ entryId: second.commandId }]);
    await desk.bench.mend();
    await desk.bench.syncOk();
    expect(await kept(seen.clientId)).toMatchObject({ phone: '+79010000003', revision: 1 });
  });

  it('[O-08] is refused where somebody was first, stays with what was asked, and is sent over', async () => {
    const asked = changing(seen, { phone: '8 901 000-00-02' });
    await desk.bench.ok('client:put', asked);
    const { clientId, revision, ...client } = seen;
    const other = { commandId: uuid(), clientId, revision };
    const email = { client: { ...client, email: 'new@client.example' } };
    await call(desk.network.url, 'client.put', { ...other, ...email }, office());
    await desk.bench.mend();
    await desk.bench.syncOk();
    expect(await waiting()).toMatchObject([
      { refusedCode: 'CLIENT_CHANGED', client: { phone: '8 901 000-00-02' } },
    ]);
    const { workstationId } = desk.bench.engine.core.identity;
    expect(await told()).toEqual([{ login: 'curator', workstationId, code: 'CLIENT_CHANGED' }]);
    await desk.bench.restart();
    await desk.bench.syncOk();
    await desk.bench.signIn('curator');
    const over = changing(await kept(clientId), { phone: '8 901 000-00-02' });
    const inPlaceOf = asked.commandId;
    expect(await desk.bench.ok('client:put', { ...over, inPlaceOf })).toMatchObject({
      waiting: null,
      phone: '+79010000002',
      email: 'new@client.example',
    });
    expect(await waiting()).toEqual([]);
  });

  it('[O-08] is not said to wait when the network has refused it a moment later', async () => {
    await desk.bench.mend();
    const { clientId, revision, ...client } = seen;
    const first = { commandId: uuid(), clientId, revision, client: { ...client, name: 'Альтаир' } };
    await call(desk.network.url, 'client.put', first, office());
    desk.bench.line.routes.set('client.put', 'busy');
    const asked = changing(seen, { phone: '8 901 000-00-02' });
    expect(await desk.bench.ok('client:put', asked)).toMatchObject({ waiting: 'refused' });
    desk.bench.line.routes.clear();
    expect(await waiting()).toMatchObject([{ state: 'refused', refusedCode: 'CLIENT_CHANGED' }]);
  });

  it('[O-08] is refused of somebody who may not do it any more, and another one sees it', async () => {
    await desk.bench.ok('client:put', changing(seen, { phone: '8 901 000-00-02' }));
    const { user } = await desk.bench.ok('session:state', {});
    const moved = { displayName: 'curator', role: 'operator' as const, active: true };
    const { url, administrator } = desk.network;
    const moving = { commandId: uuid(), userId: user?.userId ?? '', ...moved };
    await call(url, 'user.put', moving, { session: administrator });
    await desk.bench.mend();
    await desk.bench.syncOk();
    expect(await told()).toMatchObject([{ login: 'curator', code: 'FORBIDDEN' }]);
    await addStaff(desk.network.backend, { login: 'curator-2', role: 'client-manager' });
    await desk.bench.ok('session:signOut', {});
    await desk.bench.signIn('curator-2');
    expect(await waiting()).toMatchObject([
      { refusedCode: 'FORBIDDEN', clientId: seen.clientId, writtenByName: 'curator' },
    ]);
  });

  it('is let go of while it has not been sent, and not on its way', async () => {
    const asked = changing(seen, { phone: '8 901 000-00-02' });
    await desk.bench.ok('client:put', asked);
    desk.bench.line.routes.set('client.told', 'deaf');
    await desk.bench.mend();
    const entryId = asked.commandId;
    expect((await desk.bench.refused('client:dropWaiting', { entryId })).code).toBe(
      'CHANGED_MEANWHILE',
    );
    desk.bench.line.routes.clear();
    await desk.bench.cut();
    const later = changing(seen, { phone: '8 901 000-00-04' });
    await desk.bench.ok('client:put', later);
    await desk.bench.ok('client:dropWaiting', { entryId: later.commandId });
    expect((await waiting()).map((row) => row.entryId)).toEqual([entryId]);
  });

  it('waits for a backend that has time for it', async () => {
    const asked = changing(seen, { phone: '8 901 000-00-02' });
    await desk.bench.ok('client:put', asked);
    desk.bench.line.routes.set('client.told', 'busy');
    await desk.bench.mend();
    expect(await waiting()).toMatchObject([{ refusedCode: null }]);
    desk.bench.line.routes.clear();
    await desk.bench.syncOk();
    expect(await waiting()).toEqual([]);
  });

  it('is nobody’s who may not change clients', async () => {
    await desk.bench.ok('client:put', changing(seen, { phone: '8 901 000-00-02' }));
    await desk.bench.ok('session:signOut', {});
    await desk.bench.mend();
    await desk.bench.signIn('till');
    expect((await desk.bench.refused('client:waiting', {})).code).toBe('FORBIDDEN');
  });
});
