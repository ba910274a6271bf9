import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { companyOf, draftContract, enterClient } from '#test/support/backend/client-papers.ts';
import { programmeWith, useProgramme } from '#test/support/backend/programmes.ts';
import { addStaff } from '#test/support/backend/door-people.ts';
import { signIn, startSmallNetwork } from '#test/support/backend/small-network.ts';
import type { SmallNetwork } from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
});
afterEach(() => network.backend.stop());

const office = () => ({ session: network.manager });
const programmeId = 'invented';

const read = (clientId: string) => call(network.url, 'client.get', { clientId }, office());

async function put(clientId: string, revision: number, patch = {}) {
  const asked = { commandId: uuid(), clientId, revision, client: companyOf(patch) };
  return callRaw(network.url, 'client.put', asked, office());
}

describe('a client that the office enters', () => {
  it('[O-08] is kept with its phone in E.164 and found by its name', async () => {
    const clientId = await enterClient(network);
    const { client } = await read(clientId);
    expect(client).toMatchObject({ phone: '+79000000001', email: 'office@client.example' });
    const found = await call(network.url, 'client.list', { search: 'вега' }, office());
    expect(found.rows.map((row) => row.clientId)).toEqual([clientId]);
  });

  it('[O-02] with a wrong check digit, or none known of, is refused', async () => {
    const asked = {
      commandId: uuid(),
      clientId: null,
      revision: null,
      client: companyOf({ taxId: '7707329151' }),
    };
    const refused = await callRaw(network.url, 'client.put', asked, office());
    expect(outcomeOf(refused)).toBe('422 INN_INVALID');
  });

  it('is changed as it was seen, or not at all; its contracts bear the new name', async () => {
    const clientId = await enterClient(network);
    const contractId = await draftContract(network, { clientId, programmeId: null });
    expect(outcomeOf(await put(clientId, 0, { name: 'ООО «Лира»' }))).toBe('200');
    expect(outcomeOf(await put(clientId, 0, { name: 'ООО «Орион»' }))).toBe('409 CLIENT_CHANGED');
    const { client, contracts } = await read(clientId);
    expect(client).toMatchObject({ name: 'ООО «Лира»', revision: 1 });
    expect(contracts).toMatchObject([{ contractId, number: '26-1', state: 'draft' }]);
    const found = await call(network.url, 'contract.list', { search: 'лира' }, office());
    expect(found.rows).toMatchObject([{ contractId, clientName: 'ООО «Лира»' }]);
  });

  it('is one: the same command again answers the first client (G2)', async () => {
    const asked = { commandId: uuid(), clientId: null, revision: null, client: companyOf() };
    const first = await call(network.url, 'client.put', asked, office());
    expect(await call(network.url, 'client.put', asked, office())).toEqual(first);
  });

  it('shows its phone and address to whoever may see personal data (G5)', async () => {
    const clientId = await enterClient(network);
    await addStaff(network.backend, { login: 'books', role: 'accountant' });
    const session = await signIn(network.url, 'books');
    const masked = { phone: '+7•••01', email: 'o•••@client.example' };
    const { client } = await call(network.url, 'client.get', { clientId }, { session });
    expect(client).toMatchObject(masked);
    const list = await call(network.url, 'client.list', { search: 'вега' }, { session });
    expect(list.rows).toMatchObject([masked]);
  });

  it('[G5] is listed with masked contacts, and showing them is told in the security log', async () => {
    const clientId = await enterClient(network);
    const shown = () =>
      network.backend.rows<object>(
        `SELECT seq FROM audit_entry WHERE event = 'client.get' AND subject_id = '${clientId}'`,
      );
    const list = await call(network.url, 'client.list', { search: 'вега' }, office());
    expect(list.rows).toMatchObject([{ phone: '+7•••01', email: 'o•••@client.example' }]);
    expect(await shown()).toHaveLength(0);
    const { client } = await call(network.url, 'client.get', { clientId }, office());
    expect(client.email).toBe('office@client.example');
    expect(await shown()).toHaveLength(1);
  });

  it('[O-03] is no operator’s to enter, nor is its contract', async () => {
    const clientId = await enterClient(network);
    const desk = { session: network.operator };
    const entered = { commandId: uuid(), clientId: null, revision: null, client: companyOf() };
    const drawn = { commandId: uuid(), clientId, number: '1', programmeId: null };
    const contract = { ...drawn, currency: 'RUB', zone: 'Europe/Moscow' } as const;
    const asked = [
      await callRaw(network.url, 'client.put', entered, desk),
      await callRaw(network.url, 'contract.create', contract, desk),
    ];
    expect(asked.map(outcomeOf)).toEqual(['403 FORBIDDEN', '403 FORBIDDEN']);
  });
});

describe('a contract of a programme', () => {
  const draw = (clientId: string, programme = programmeId) =>
    callRaw(
      network.url,
      'contract.create',
      {
        commandId: uuid(),
        clientId,
        number: '26-1',
        currency: 'RUB',
        zone: 'Europe/Moscow',
        programmeId: programme,
      },
      office(),
    );

  beforeEach(() =>
    useProgramme(
      network.backend,
      programmeWith({ birth: 'with-contract', clientTypes: ['legal-entity'] }),
    ),
  );

  it('[O-02] is drawn up with clients of its types alone; a private person is refused', async () => {
    const company = await enterClient(network);
    expect(outcomeOf(await draw(company))).toBe('200');
    const person = await enterClient(
      network,
      companyOf({ type: 'person', taxId: null, kpp: null, name: 'Иванов Пётр' }),
    );
    expect(outcomeOf(await draw(person))).toBe('422 CLIENT_TYPE_NOT_ALLOWED');
    expect(outcomeOf(await draw(company, 'unknown'))).toBe('404 PROGRAMME_NOT_FOUND');
  });

  it('is nobody else’s: an id that a contract has already answers no contract', async () => {
    const clientId = await enterClient(network);
    const contractId = uuid();
    const paper = { clientId, currency: 'RUB', zone: 'Europe/Moscow', programmeId } as const;
    const contract = { ...paper, contractId, number: '26-7' };
    const changes = [{ kind: 'contract.add', contract } as const];
    const { people } = network.backend.service.stores;
    await people.commit({ atMs: network.backend.clock.nowMs(), audit: null, changes });
    const asked = { ...paper, commandId: contractId, number: '26-8' };
    const answer = await callRaw(network.url, 'contract.create', asked, office());
    expect(outcomeOf(answer)).toBe('409 CHANGED_MEANWHILE');
  });

  it('is answered as it is read, and as before when it is asked for again', async () => {
    const clientId = await enterClient(network);
    const paper = { clientId, number: '26-9', currency: 'RUB', zone: 'Europe/Moscow' } as const;
    const asked = { commandId: uuid(), ...paper, programmeId };
    const drawn = await call(network.url, 'contract.create', asked, office());
    const { rows } = await call(network.url, 'contract.list', { search: '26-9' }, office());
    expect(rows).toEqual([drawn]);
    expect(await call(network.url, 'contract.create', asked, office())).toEqual(drawn);
  });

  it('[O-02] keeps its client of a type that the programme takes', async () => {
    const clientId = await enterClient(network);
    await draw(clientId);
    const person = { type: 'person', taxId: null, kpp: null };
    expect(outcomeOf(await put(clientId, 0, person))).toBe('422 CLIENT_TYPE_NOT_ALLOWED');
  });

  it('[O-02] goes into the audit trail with who drew it up', async () => {
    const contractId = await draftContract(network, {
      clientId: await enterClient(network),
      programmeId,
    });
    const entries = await network.backend.rows<{ event: string; subject: string }>(
      `SELECT event, subject_id AS subject FROM audit_entry WHERE user_id IS NOT NULL ORDER BY seq`,
    );
    expect(entries).toContainEqual({ event: 'contract.create', subject: contractId });
  });
});
