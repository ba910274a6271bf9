import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RouteInput } from '#protocol/routes.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { draftContract, enterClient } from '#test/support/backend/client-papers.ts';
import { programmeWith, useProgramme } from '#test/support/backend/programmes.ts';
import {
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
});
afterEach(() => network.backend.stop());

const programmeId = 'invented';
const office = () => ({ session: network.manager });
const CARD_DATA = {
  holder: null,
  vehicle: null,
  tankCapacityMl: null,
  transactionMaxMl: null,
  transactionMaxMinor: null,
  productIds: null,
  stationIds: null,
  expiresOn: null,
} as const;

async function signedContract(): Promise<string> {
  const clientId = await enterClient(network);
  const contractId = await draftContract(network, { clientId, programmeId });
  const asked = { commandId: uuid(), contractId, creditLimitMinor: 0 };
  await call(network.url, 'contract.sign', asked, office());
  return contractId;
}

function open(contractId: string, session = network.manager, commandId = uuid()) {
  return callRaw(network.url, 'account.open', { commandId, contractId }, { session });
}

async function handOver(contractId: string, signedOn = '2026-11-21') {
  const { cardId } = await issue(contractId);
  return noteAct({ cardId, actNumber: '7', signedOn, receiverName: 'Иванов Пётр' });
}

function noteAct(act: Omit<RouteInput<'card.hand-over'>, 'commandId'>) {
  return callRaw(network.url, 'card.hand-over', { commandId: uuid(), ...act }, office());
}

function issue(contractId: string) {
  const card = {
    contractId,
    pan: '9999000000000077',
    offlinePolicy: 'home',
    ...CARD_DATA,
  } as const;
  return call(network.url, 'card.issue', { commandId: uuid(), ...card }, office());
}

const account = async (userId: string) => {
  const found = await network.backend.service.stores.people.accountById(userId);
  if (found === null) throw new Error('no such account');
  return found;
};

describe('an account that is opened after a card', () => {
  beforeEach(() => useProgramme(network.backend, programmeWith({ birth: 'after-card' })));

  it('[O-05] waits until a card was handed over with its act', async () => {
    const contractId = await signedContract();
    expect(outcomeOf(await open(contractId))).toBe('422 CARD_NOT_HANDED_OVER');
    expect(outcomeOf(await handOver(contractId))).toBe('200');
    const given = await call(network.url, 'card.hand-overs', { contractId }, office());
    expect(given.rows).toMatchObject([{ actNumber: '7', receiverName: 'Иванов Пётр' }]);
    const opened = await open(contractId);
    expect(opened.body).toMatchObject({
      login: expect.stringMatching(/^[2-9a-z]{4}-[2-9a-z]{4}$/u),
      temporaryPassword: expect.stringMatching(/^[0-9a-z]{5}(-[0-9a-z]{5}){2}$/u),
    });
    // The client keeps the account that he has.
    const again = await open(contractId);
    expect(again.body).toMatchObject({ temporaryPassword: null });
    expect(Reflect.get(Object(again.body), 'login')).toBe(
      Reflect.get(Object(opened.body), 'login'),
    );
  });

  it('[P-07] the first password of one’s own is judged as the first, also after a new sheet', async () => {
    const programme = programmeWith({ birth: 'after-card' });
    const first = { ...programme.passwords.first, minLength: 14 };
    const reset = { ...programme.passwords.reset, minLength: 8 };
    const passwords = { ...programme.passwords, first, reset };
    const signIn = { ...programme.signIn, robotCheck: [] };
    const strict = { ...programme, programmeId: 'strict', passwords, signIn, documents: [] };
    await useProgramme(network.backend, strict);
    const clientId = await enterClient(network);
    const contractId = await draftContract(network, { clientId, programmeId: 'strict' });
    const signing = { commandId: uuid(), contractId, creditLimitMinor: 0 };
    await call(network.url, 'contract.sign', signing, office());
    await handOver(contractId);
    await call(network.url, 'account.open', { commandId: uuid(), contractId }, office());
    const sheet = { commandId: uuid(), contractId, reason: 'потерян' };
    const printed = await call(network.url, 'account.sheet', sheet, office());
    const { login, temporaryPassword } = printed;
    const entry = { login, password: temporaryPassword ?? '', programmeId: 'strict' };
    const opened = await call(network.url, 'session.open', { ...entry, workstationId: null });
    const set = (password: string) =>
      callRaw(
        network.url,
        'password.set',
        { password, repeat: password },
        { session: opened.token },
      );
    expect((await set('река-7-ёж')).body).toMatchObject({
      code: 'PASSWORD_TOO_SHORT',
      params: { min: 14 },
    });
    expect(outcomeOf(await set('река-7-ёж-гора-5'))).toBe('200');
  });

  it('[O-05] a second act for the same card is refused with the one that stands', async () => {
    const { cardId } = await issue(await signedContract());
    const first = { cardId, actNumber: '7', signedOn: '2026-11-20', receiverName: 'Иванов Пётр' };
    expect(outcomeOf(await noteAct(first))).toBe('200');
    expect(outcomeOf(await noteAct(first))).toBe('200');
    const second = await noteAct({ ...first, actNumber: '8', receiverName: 'Петрова Анна' });
    expect(outcomeOf(second)).toBe('409 CARD_HANDED_OVER');
    const { actNumber, signedOn, receiverName } = first;
    expect(second.body).toMatchObject({ params: { actNumber, signedOn, receiverName } });
  });

  it('[O-05] is not opened by an act of tomorrow', async () => {
    const contractId = await signedContract();
    expect(outcomeOf(await handOver(contractId, '2026-11-22'))).toBe('400 FIELD_INVALID');
    expect(outcomeOf(await open(contractId))).toBe('422 CARD_NOT_HANDED_OVER');
  });

  it('[O-05] is not opened before the contract is signed', async () => {
    const clientId = await enterClient(network);
    const contractId = await draftContract(network, { clientId, programmeId });
    expect(outcomeOf(await open(contractId))).toBe('422 CONTRACT_NOT_SIGNED');
  });

  it('[O-03] is no operator’s to open', async () => {
    const contractId = await signedContract();
    expect(outcomeOf(await open(contractId, network.operator))).toBe('403 FORBIDDEN');
  });

  it('says its password once: the same command again has none', async () => {
    const contractId = await signedContract();
    await handOver(contractId);
    const commandId = uuid();
    const first = await open(contractId, network.manager, commandId);
    const second = await open(contractId, network.manager, commandId);
    const said = String(Reflect.get(Object(first.body), 'temporaryPassword'));
    expect(second.body).toEqual({ ...Object(first.body), temporaryPassword: null });
    const kept = await network.backend.rows(`SELECT answer FROM command_answer`);
    expect(JSON.stringify(kept)).not.toContain(said);
  });
});

describe('a credential sheet', () => {
  const print = (contractId: string, reason = 'Клиент потерял лист', session = network.manager) =>
    call(network.url, 'account.sheet', { commandId: uuid(), contractId, reason }, { session });

  beforeEach(() => useProgramme(network.backend, programmeWith({ birth: 'with-contract' })));

  /** Says how long a first password on paper signs in from now on. */
  async function setFirstTerm(firstTermMs: number): Promise<void> {
    const { programmes, people } = network.backend.service.stores;
    const kept = await programmes.programme(programmeId);
    if (kept === null) throw new Error('no such programme');
    const profile = {
      ...kept.profile,
      passwords: { ...kept.profile.passwords, firstTermMs },
    };
    const changes = [{ kind: 'programme.put', programme: { ...kept, profile } }] as const;
    await people.commit({ atMs: network.backend.clock.nowMs(), audit: null, changes });
  }

  it('[N-06] printed again has a new password; the old one and its sessions are dead', async () => {
    const contractId = await signedContract();
    const { service } = network.backend;
    const first = await print(contractId);
    const session = {
      sessionId: uuid(),
      userId: first.userId,
      role: 'representative',
      workstationId: null,
      tokenHash: 'a'.repeat(64),
      openedAtMs: 1,
      expiresAtMs: 2 ** 40,
      purpose: 'ordinary',
    } as const;
    await service.stores.identity.addSession(session);
    const second = await print(contractId);
    const { passwordHash, mustSetPassword } = await account(first.userId);
    expect(mustSetPassword).toBe(true);
    expect(await service.hasher.verify(passwordHash, second.temporaryPassword ?? '')).toBe(true);
    expect(await service.hasher.verify(passwordHash, first.temporaryPassword ?? '')).toBe(false);
    expect(await service.stores.identity.sessionsOf(first.userId)).toEqual([]);
  });

  it('[N-06] has the term of its programme, to the millisecond, and none where none is', async () => {
    const contractId = await signedContract();
    const enter = async (sheet: Awaited<ReturnType<typeof print>>) =>
      outcomeOf(
        await callRaw(network.url, 'session.open', {
          login: sheet.login,
          password: sheet.temporaryPassword ?? '',
          programmeId: sheet.programmeId,
          workstationId: null,
        }),
      );
    const endless = await print(contractId);
    network.backend.clock.pass(400 * 86_400_000);
    expect(await enter(endless)).toBe('200');
    await setFirstTerm(3_600_000);
    const nextYear = await signIn(network.url, 'curator');
    const late = await print(contractId, 'Новый лист', nextYear);
    network.backend.clock.pass(3_600_000);
    expect(await enter(late)).toBe('200');
    network.backend.clock.pass(1);
    expect(await enter(late)).toBe('403 PASSWORD_EXPIRED');
    expect(await enter({ ...late, temporaryPassword: 'x' })).toBe('401 AUTH_INVALID');
    expect(await enter(await print(contractId, 'Истёк', nextYear))).toBe('200');
  });

  it('[N-06] asks a reason, which the audit trail keeps, and the owner hears of it', async () => {
    const contractId = await signedContract();
    const asked = { commandId: uuid(), contractId, reason: ' ' };
    const refused = await callRaw(network.url, 'account.sheet', asked, office());
    expect(outcomeOf(refused)).toMatch(/^400 FIELD_/u);
    await print(contractId, 'Лист испорчен');
    const entries = await network.backend.rows<{ after: string }>(
      `SELECT after FROM audit_entry WHERE event = 'account.sheet'`,
    );
    expect(entries.map(({ after }) => after).join()).toContain('Лист испорчен');
    const letters = await network.backend.rows(`SELECT recipient, template FROM message`);
    expect(letters).toEqual([
      { recipient: 'office@client.example', template: 'credentials-issued' },
    ]);
  });

  it('[P-08] the news of a new sheet is in the language that its owner has chosen', async () => {
    const contractId = await signedContract();
    const { userId } = await print(contractId);
    const { people } = network.backend.service.stores;
    const put = { ...(await account(userId)), preferences: { language: 'kk' } };
    const changes = [{ kind: 'account.put', account: put }] as const;
    await people.commit({ atMs: network.backend.clock.nowMs(), audit: null, changes });
    await print(contractId);
    const letters = await network.backend.rows<{ language: string }>(
      'SELECT language FROM message',
    );
    expect(letters.map(({ language }) => language)).toEqual(['ru', 'kk']);
  });

  it('is printed under programmes that hand accounts out on paper alone', async () => {
    const clientId = await enterClient(network);
    const contractId = await draftContract(network, { clientId, programmeId: null });
    const signing = { commandId: uuid(), contractId, creditLimitMinor: 0 };
    await call(network.url, 'contract.sign', signing, office());
    const asked = { commandId: uuid(), contractId, reason: 'нужен лист' };
    const refused = await callRaw(network.url, 'account.sheet', asked, office());
    expect(outcomeOf(refused)).toBe('404 PROGRAMME_NOT_FOUND');
  });

  it('[N-06] is refused for somebody whose access has ended, and not for his client’s contracts', async () => {
    const contractId = await signedContract();
    const { stores } = network.backend.service;
    const { clientId = '' } = (await stores.clients.contractPaper(contractId))?.client ?? {};
    const account = await stores.clients.accountOf({ programmeId, clientId });
    const userId = account?.userId ?? '';
    await call(
      network.url,
      'client-user.remove',
      { commandId: uuid(), clientId, userId },
      office(),
    );
    const asked = { commandId: uuid(), contractId, reason: 'Клиент потерял лист' };
    const refused = await callRaw(network.url, 'account.sheet', asked, office());
    expect(outcomeOf(refused)).toBe('422 ACCESS_ENDED');
  });
});
