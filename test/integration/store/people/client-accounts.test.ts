import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignContractCommand } from '#domain/authority/contract-command.ts';
import { decide } from '#domain/authority/decide.ts';
import type { NewClientAccount } from '#domain/client/client-account.ts';
import { NOON_MS } from '#test/support/facts.ts';
import {
  ask,
  nextId,
  openBench,
  requestOf,
  seedNetwork,
  type StoreBench,
} from '#test/support/network-store.ts';

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
  await seedNetwork(bench.store);
  const { registers } = bench.store.stores;
  const client = { name: 'Клиент', country: 'RU', currency: 'RUB' } as const;
  const rows = ['c1', 'c2'].map((sourceId) => {
    return { sourceId, ...client, taxId: null, segment: null };
  });
  await registers.importRegister({ register: 'clients', rows });
});
afterEach(() => bench.dispose());

let drawn = 0;

const accountOf = (patch: Partial<NewClientAccount> = {}): NewClientAccount => {
  drawn += 1;
  return {
    userId: `user-c1-${drawn}`,
    programmeId: 'cards',
    clientId: 'c1',
    login: `k7m2p9q${drawn}`,
    displayName: 'Иванов Пётр',
    role: 'representative',
    grants: ['full', 'owner'],
    email: 'office@client.example',
    phone: '+79000000001',
    passwordHash: '$argon2id$hash',
    passwordExpiresAtMs: NOON_MS + 1,
    ...patch,
  };
};

const sign = (contractId: string, account: NewClientAccount | null): SignContractCommand => ({
  kind: 'contract.sign',
  commandId: nextId(),
  atMs: NOON_MS,
  workstationId: null,
  contractId,
  creditLimitMinor: 0,
  account,
});

/** A further contract of the first client. */
async function secondContract(): Promise<string> {
  const contractId = nextId();
  const paper = { contractId, clientId: 'c1', number: '2', programmeId: 'cards' };
  const contract = { ...paper, currency: 'RUB', zone: 'Europe/Moscow' } as const;
  const changes = [{ kind: 'contract.add', contract }] as const;
  await bench.store.stores.people.commit({ atMs: NOON_MS, audit: null, changes });
  return contractId;
}

const accounts = () =>
  bench.rows<{ userId: string }>(`
  SELECT user_id AS "userId" FROM user_account WHERE programme_id = 'cards' ORDER BY user_id`);

const stateOf = async (contractId: string) => {
  const facts = await bench.store.stores.registers.contractFacts(contractId, NOON_MS);
  return facts?.contract.state;
};

describe('the account that is born with a contract', () => {
  it('[N-05] is written in the transaction that signs it, with a temporary password', async () => {
    const account = accountOf();
    const { outcome } = await ask(bench.store, sign('c1', account));
    expect(outcome).toMatchObject({ value: { account: { userId: account.userId } } });
    expect(await stateOf('c1')).toBe('signed');
    expect(await bench.store.stores.people.accountAt('cards', account.login)).toEqual({
      ...account,
      active: true,
      state: 'active',
      mustSetPassword: true,
      // Nobody has set it: the first one of his own is judged as a first one.
      passwordSetAtMs: null,
      preferences: {},
      revision: 0,
    });
  });

  it('[N-05] is one: the same command, the same contract and a second one make no other', async () => {
    const first = sign('c1', accountOf());
    await ask(bench.store, first);
    await ask(bench.store, first);
    await ask(bench.store, sign('c1', accountOf()));
    const second = await secondContract();
    const { outcome } = await ask(bench.store, sign(second, accountOf()));
    const userId = first.account?.userId;
    expect(outcome).toMatchObject({ value: { kind: 'signed', account: { userId } } });
    expect(await accounts()).toEqual([{ userId }]);
    expect(await stateOf(second)).toBe('signed');
  });

  it('[N-05] is one where two contracts of a client are signed at once', async () => {
    const second = await secondContract();
    const { deciding } = bench.store.stores;
    const asked = [sign('c1', accountOf()), sign(second, accountOf())];
    const answers = await Promise.all(
      asked.map((command) => deciding.commitBatch([requestOf(command)], decide)),
    );
    const outcomes = answers.map(([answer]) => answer?.outcome);
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(await accounts()).toHaveLength(1);
  });

  it('[N-05] is one where both stand in one batch', async () => {
    const second = await secondContract();
    const asked = [sign('c1', accountOf()), sign(second, accountOf())].map((one) => requestOf(one));
    await bench.store.stores.deciding.commitBatch(asked, decide);
    expect(await accounts()).toHaveLength(1);
  });

  it('[N-05] leaves the contract unsigned when its login is taken, until another is drawn', async () => {
    await ask(bench.store, sign('c1', accountOf({ login: 'taken' })));
    const command = sign('c2', accountOf({ clientId: 'c2', login: 'Taken' }));
    const { outcome } = await ask(bench.store, command);
    expect(outcome).toMatchObject({ code: 'LOGIN_TAKEN' });
    expect(await stateOf('c2')).toBe('draft');
    const anew = { ...command, account: accountOf({ clientId: 'c2', login: 'free' }) };
    const again = { ...requestOf(command), command: anew };
    const [answer] = await bench.store.stores.deciding.commitBatch([again], decide);
    expect(answer?.outcome).toMatchObject({ value: { account: { login: 'free' } } });
    expect(await stateOf('c2')).toBe('signed');
  });

  it('[N-05] leaves the contract unsigned when it cannot be written', async () => {
    const command = sign('c1', accountOf({ clientId: 'nobody' }));
    await expect(ask(bench.store, command)).rejects.toThrow();
    expect(await stateOf('c1')).toBe('draft');
    expect(await accounts()).toEqual([]);
    // What was not decided is no answer: the same command may pass.
    const { outcome } = await ask(bench.store, { ...command, account: accountOf() });
    expect(outcome).toMatchObject({ ok: true });
  });

  it('is one for each programme of a client', async () => {
    await ask(bench.store, sign('c1', accountOf()));
    const other = accountOf({ programmeId: 'other' });
    const { outcome } = await ask(bench.store, sign('c1', other));
    expect(outcome).toMatchObject({ value: { account: { userId: other.userId } } });
  });
});
