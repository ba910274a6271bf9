import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { companyOf, draftContract, enterClient } from '#test/support/backend/client-papers.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { programmeWith, useProgramme } from '#test/support/backend/programmes.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

const programmeId = 'invented';

let network: SmallNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
  await useProgramme(network.backend, programmeWith({ birth: 'with-contract' }));
});
afterEach(() => network.backend.stop());

const office = () => ({ session: network.manager });

function set(contractId: string, to = programmeId, auth = office()) {
  const asked = { commandId: uuid(), contractId, programmeId: to };
  return callRaw(network.url, 'contract.set-programme', asked, auth);
}

async function signed(client = companyOf()): Promise<string> {
  const clientId = await enterClient(network, client);
  const contractId = await draftContract(network, { clientId, programmeId: null });
  const asked = { commandId: uuid(), contractId, creditLimitMinor: 0 };
  await call(network.url, 'contract.sign', asked, office());
  return contractId;
}

const open = (contractId: string) =>
  callRaw(network.url, 'account.open', { commandId: uuid(), contractId }, office());

describe('a contract that is under no programme', () => {
  it('[N-05] gets one, and its client an account', async () => {
    const contractId = await signed();
    expect(outcomeOf(await open(contractId))).toBe('404 PROGRAMME_NOT_FOUND');
    expect(outcomeOf(await set(contractId))).toBe('200');
    const opened = await open(contractId);
    expect(opened.body).toMatchObject({ programmeId, temporaryPassword: expect.any(String) });
    const [entry] = await network.backend.rows(
      `SELECT before, after FROM audit_entry
       WHERE event = 'contract.set-programme' AND before IS NOT NULL`,
    );
    expect(entry).toEqual({ before: '{"programmeId":null}', after: '{"programmeId":"invented"}' });
  });

  it('[O-02] [O-08] gets none that would not have signed with its client', async () => {
    const contractId = await signed(companyOf({ phone: null }));
    expect(outcomeOf(await set(contractId))).toBe('400 FIELD_REQUIRED');
    expect(outcomeOf(await set(contractId, 'unknown'))).toBe('404 PROGRAMME_NOT_FOUND');
  });

  it('is no operator’s to put under one', async () => {
    const contractId = await signed();
    expect(outcomeOf(await set(contractId, programmeId, { session: network.operator }))).toBe(
      '403 FORBIDDEN',
    );
  });
});

describe('a contract that is under a programme', () => {
  const other = 'invented-too';
  beforeEach(() =>
    useProgramme(network.backend, {
      ...programmeWith({ birth: 'after-card' }),
      programmeId: other,
    }),
  );

  it('comes under another while nobody has an account by it, and not after', async () => {
    const contractId = await signed();
    expect(outcomeOf(await set(contractId, other))).toBe('200');
    expect(outcomeOf(await set(contractId))).toBe('200');
    await open(contractId);
    expect(outcomeOf(await set(contractId, other))).toBe('409 PROGRAMME_IN_USE');
    expect(outcomeOf(await set(contractId))).toBe('200');
  });

  it('stays when it is closed', async () => {
    const contractId = await signed();
    const closing = { commandId: uuid(), contractId, reason: 'Переезд' };
    await call(network.url, 'contract.close', closing, office());
    expect(outcomeOf(await set(contractId))).toBe('422 CONTRACT_CLOSED');
  });
});

describe('the number of a contract', () => {
  it('that another contract of the network has is refused', async () => {
    const clientId = await enterClient(network);
    await draftContract(network, { clientId, programmeId: null });
    const drawn = { commandId: uuid(), clientId, number: '26-1', programmeId: null };
    const contract = { ...drawn, currency: 'RUB', zone: 'Europe/Moscow' } as const;
    const answer = await callRaw(network.url, 'contract.create', contract, office());
    expect(outcomeOf(answer)).toBe('409 CONTRACT_NUMBER_TAKEN');
  });
});
