import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RouteInput } from '#protocol/routes.ts';
import { companyOf, enterClient } from '#test/support/backend/client-papers.ts';
import { addStaff } from '#test/support/backend/door-people.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  PASSWORD,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { bearerOf, type AtDesk } from '#test/support/backend/test-workstation.ts';

type Told = RouteInput<'client.told'>;

let network: SmallNetwork;
let curator: string;

/** Somebody comes in by his password; answers who he is. */
async function comesIn(login: string, desk: AtDesk): Promise<string> {
  const entering = { login, password: PASSWORD, workstationId: desk.workstationId ?? null };
  return (await call(network.url, 'session.open', entering, bearerOf(desk))).user.userId;
}

beforeEach(async () => {
  network = await startSmallNetwork();
  curator = await comesIn('curator', network.workstation);
});
afterEach(() => network.backend.stop());

const telling = (patch: Partial<Told> = {}): Told => ({
  commandId: uuid(),
  userId: curator,
  clientId: null,
  revision: null,
  client: companyOf(),
  ...patch,
});
const tell = async (told: Told) =>
  outcomeOf(
    await callRaw(network.url, 'client.told', told, { bearer: network.workstation.bearer }),
  );
const trail = () =>
  network.backend.rows<object>(
    `SELECT user_id AS "userId", workstation_id AS "workstationId", code
     FROM audit_entry WHERE event = 'client.put' ORDER BY seq`,
  );
const read = (clientId: string) =>
  call(network.url, 'client.get', { clientId }, { session: network.manager });

describe('a client that was entered at a workstation without the link', () => {
  it('[O-08] is kept once, with an entry of who wrote it and where', async () => {
    const told = telling();
    for (const each of [told, told]) expect(await tell(each)).toBe('200');
    const { client } = await read(told.commandId);
    expect(client).toMatchObject({ phone: '+79000000001', revision: 0 });
    const { workstationId } = network.workstation;
    expect(await trail()).toEqual([{ userId: curator, workstationId, code: null }]);
  });

  it('[O-08] is the command that its writer sent himself, where that answer was lost', async () => {
    const { userId: _curator, ...asked } = telling();
    await call(network.url, 'client.put', asked, { session: network.manager });
    expect(await tell({ ...asked, userId: curator })).toBe('200');
    expect(await trail()).toHaveLength(1);
    expect(
      await tell(telling({ commandId: asked.commandId, client: companyOf({ phone: null }) })),
    ).toBe('409 COMMAND_ID_REUSED');
  });

  it('[O-08] is refused in its form, and of an older state, and each is told as his', async () => {
    const clientId = await enterClient(network);
    const codes = [
      telling({ client: companyOf({ phone: '12' }) }),
      telling({ clientId, revision: 7 }),
      telling({ clientId: 'nobody', revision: 0 }),
    ];
    const outcomes: string[] = [];
    for (const told of codes) outcomes.push(await tell(told));
    expect(outcomes).toEqual(['400 FIELD_INVALID', '409 CLIENT_CHANGED', '404 CLIENT_NOT_FOUND']);
    const { workstationId } = network.workstation;
    const [, ...refusals] = await trail();
    expect(refusals).toEqual(
      ['FIELD_INVALID', 'CLIENT_CHANGED', 'CLIENT_NOT_FOUND'].map((code) => {
        return { userId: curator, workstationId, code };
      }),
    );
  });

  it('is good in nobody’s name who may not do it, or was never at that workstation', async () => {
    const { workstationId } = network.workstation;
    const till = await comesIn('till', network.workstation);
    await addStaff(network.backend, { login: 'curator-2', role: 'client-manager' });
    const elsewhere = await comesIn('curator-2', {});
    await addStaff(network.backend, { login: 'curator-3', role: 'client-manager' });
    const naming = await comesIn('curator-3', { workstationId });
    for (const userId of [till, elsewhere, naming, 'nobody']) {
      expect(await tell(telling({ userId }))).toBe('403 FORBIDDEN');
    }
    const { rows } = await call(
      network.url,
      'client.list',
      { search: 'вега' },
      { session: network.manager },
    );
    expect(rows).toEqual([]);
    const anybody = await callRaw(network.url, 'client.told', telling());
    expect(outcomeOf(anybody)).toBe('401 UNAUTHORIZED');
  });

  it('that was taken is answered so, though its writer may do it no more', async () => {
    const told = telling();
    expect(await tell(told)).toBe('200');
    const moved = { userId: curator, displayName: 'c', role: 'operator', active: true } as const;
    const asked = { commandId: uuid(), ...moved };
    await call(network.url, 'user.put', asked, { session: network.administrator });
    expect(await tell(told)).toBe('200');
    expect(await tell(telling())).toBe('403 FORBIDDEN');
  });
});
