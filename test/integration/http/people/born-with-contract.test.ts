import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RouteAnswer } from '#protocol/routes.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { companyOf, draftContract, enterClient } from '#test/support/backend/client-papers.ts';
import { programmeWith, useProgramme } from '#test/support/backend/programmes.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
  await useProgramme(network.backend, programmeWith({ birth: 'with-contract' }));
});
afterEach(() => network.backend.stop());

const programmeId = 'invented';
const office = () => ({ session: network.manager });

function sign(contractId: string, commandId = uuid()) {
  const asked = { commandId, contractId, creditLimitMinor: 0 };
  return callRaw(network.url, 'contract.sign', asked, office());
}

async function signed(contractId: string): Promise<RouteAnswer<'contract.sign'>> {
  const asked = { commandId: uuid(), contractId, creditLimitMinor: 0 };
  return call(network.url, 'contract.sign', asked, office());
}

const stateOf = async (contractId: string) =>
  (await call(network.url, 'contract.get', { contractId }, office())).contract.state;

const accounts = () =>
  network.backend.rows(`SELECT user_id FROM user_account WHERE programme_id = 'invented'`);

describe('a contract whose account is born with it', () => {
  it('[N-05] [N-06] gives one sheet with a login and a temporary password, said once', async () => {
    const clientId = await enterClient(network);
    const contractId = await draftContract(network, { clientId, programmeId });
    const commandId = uuid();
    const first = await sign(contractId, commandId);
    expect(first.body).toMatchObject({
      sheet: {
        programmeId,
        contractNumber: '26-1',
        clientName: 'ООО «Вега»',
        displayName: 'Иванов Пётр',
        login: expect.stringMatching(/^[2-9a-z]{4}-[2-9a-z]{4}$/u),
        temporaryPassword: expect.stringMatching(/^[0-9a-z]{5}(-[0-9a-z]{5}){2}$/u),
      },
    });
    expect((await sign(contractId, commandId)).body).toMatchObject({
      sheet: { temporaryPassword: null },
    });
    expect(await accounts()).toHaveLength(1);
  });

  it('[N-05] joins a second contract of the client to the same account', async () => {
    const clientId = await enterClient(network);
    const first = await signed(await draftContract(network, { clientId, programmeId }));
    const second = await signed(
      await draftContract(network, { clientId, programmeId, number: '26-2' }),
    );
    const { userId, login } = first.sheet ?? {};
    expect(second.sheet).toMatchObject({ userId, login, temporaryPassword: null });
    expect(await accounts()).toHaveLength(1);
  });

  it.each([
    [{ phone: null }, 'phone'],
    [{ email: null }, 'email'],
    [{ contactName: null }, 'personName'],
    [{ taxId: null, kpp: null }, 'taxId'],
  ] as const)(
    '[O-08] stays unsigned without %j, and is signed once it is there',
    async (patch, field) => {
      const clientId = await enterClient(network, companyOf(patch));
      const contractId = await draftContract(network, { clientId, programmeId });
      const commandId = uuid();
      const refused = await sign(contractId, commandId);
      expect(refused.body).toMatchObject({ code: 'FIELD_REQUIRED', params: { field } });
      expect(await stateOf(contractId)).toBe('draft');
      expect(await accounts()).toEqual([]);
      const whole = { commandId: uuid(), clientId, revision: 0, client: companyOf() };
      await call(network.url, 'client.put', whole, office());
      expect(outcomeOf(await sign(contractId, commandId))).toBe('200');
    },
  );

  it('never writes the temporary password down (I9)', async () => {
    const clientId = await enterClient(network);
    const { sheet } = await signed(await draftContract(network, { clientId, programmeId }));
    const said = sheet?.temporaryPassword ?? '';
    expect(said).not.toBe('');
    expect(network.backend.logText()).not.toContain(said);
    const kept = await network.backend.rows(`SELECT outcome FROM command_outcome`);
    expect(JSON.stringify(kept)).not.toContain(said);
  });

  it('of no programme is signed as ever, with no account', async () => {
    const clientId = await enterClient(network);
    const contractId = await draftContract(network, { clientId, programmeId: null });
    expect((await sign(contractId)).body).toEqual({ done: true });
    expect(await accounts()).toEqual([]);
  });
});
