import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '#service/people/people-rows.ts';
import { toldTo } from '#test/support/backend/door-people.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { addPerson, sessionFor } from '#test/support/backend/programme-people.ts';
import { draftContract, enterClient } from '#test/support/backend/client-papers.ts';
import { programmeWith, useProgramme } from '#test/support/backend/programmes.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

// A representative who becomes another client's: nothing of the client before goes with him.

let network: SmallNetwork;
let profile: ReturnType<typeof programmeWith>;
let person: Account;

beforeEach(async () => {
  network = await startSmallNetwork();
  profile = programmeWith({ birth: 'by-application' });
  await useProgramme(network.backend, profile);
  const granted = { clientId: 'client-1', grants: ['full', 'owner'] } as const;
  person = await addPerson(network, profile, granted);
  await putPaper('client-1');
});
afterEach(() => network.backend.stop());

const asAdministrator = () => ({ session: network.administrator });
const PAPER = { title: 'Доверенность', number: '12', fromOn: '2026-01-01', untilOn: null };

const putPaper = (contractId: string) =>
  callRaw(
    network.url,
    'account.authority',
    { commandId: uuid(), userId: person.userId, contractId, document: PAPER },
    { session: network.manager },
  );

const moveTo = async (clientId: string | null): Promise<string> =>
  outcomeOf(
    await callRaw(
      network.url,
      'user.set-client',
      { commandId: uuid(), userId: person.userId, clientId },
      asAdministrator(),
    ),
  );

const read = async (contractId: string, by: { readonly session: string }) =>
  outcomeOf(await callRaw(network.url, 'contract.get', { contractId }, by));

it('[N-05] a client whose own account became another’s is given another one', async () => {
  const programmeId = 'born';
  await useProgramme(network.backend, {
    ...programmeWith({ birth: 'with-contract' }),
    programmeId,
  });
  const clientId = await enterClient(network);
  const contractId = await draftContract(network, { clientId, programmeId });
  const office = { session: network.manager };
  const asked = () => ({ commandId: uuid(), contractId });
  const signing = { ...asked(), creditLimitMinor: 0 };
  const { sheet } = await call(network.url, 'contract.sign', signing, office);
  const { people } = network.backend.service.stores;
  const born = await people.accountAt(programmeId, sheet?.login ?? '');
  person = born ?? person;
  expect(await moveTo('client-2')).toBe('200');
  const printing = { ...asked(), reason: 'Лист утерян' };
  const printed = await callRaw(network.url, 'account.sheet', printing, office);
  expect(outcomeOf(printed)).toBe('404 NOT_FOUND');
  const opened = await call(network.url, 'account.open', asked(), office);
  expect(opened.login).not.toBe(sheet?.login);
  expect(opened.temporaryPassword).not.toBeNull();
});

describe('a representative who becomes another client’s', () => {
  it('is signed out everywhere at once, and hears of it', async () => {
    const own = await sessionFor(network, person);
    expect(await read('client-1', own)).toBe('200');
    expect(await moveTo('client-2')).toBe('200');
    expect(await read('client-2', own)).toBe('401 UNAUTHORIZED');
    expect(await toldTo(network, person.userId, 'sessions-ended')).toEqual([
      `email ${person.email}`,
    ]);
  });

  it('manages nobody there: what the client before granted is gone, and both are in the trail', async () => {
    await moveTo('client-2');
    const { people } = network.backend.service.stores;
    expect(await people.accountById(person.userId)).toMatchObject({
      clientId: 'client-2',
      grants: ['papers'],
    });
    const { rows } = await call(
      network.url,
      'audit.list',
      { event: 'user.set-client' },
      asAdministrator(),
    );
    expect(rows).toMatchObject([
      {
        subjectId: person.userId,
        before: { clientId: 'client-1', grants: ['full', 'owner'] },
        after: { clientId: 'client-2', grants: ['papers'] },
      },
    ]);
  });

  it('[V-02] acts on no paper of the client before, and on one of his own client he does', async () => {
    await moveTo('client-2');
    const own = await sessionFor(network, person);
    expect(await read('client-2', own)).toBe('403 AUTHORITY_MISSING');
    expect(outcomeOf(await putPaper('client-2'))).toBe('200');
    expect(await read('client-2', own)).toBe('200');
    expect(await read('client-1', own)).toBe('404 CONTRACT_NOT_FOUND');
  });

  it('is let in by his grants again when he was nobody’s in between, and not by those of before', async () => {
    await moveTo(null);
    await moveTo('client-1');
    const { people } = network.backend.service.stores;
    expect(await people.accountById(person.userId)).toMatchObject({ grants: ['papers'] });
  });

  it('stays signed in, with what was granted to him, when he is moved to where he is', async () => {
    const own = await sessionFor(network, person);
    expect(await moveTo('client-1')).toBe('200');
    expect(await read('client-1', own)).toBe('200');
    const { people } = network.backend.service.stores;
    expect((await people.accountById(person.userId))?.grants).toEqual(person.grants);
  });
});
