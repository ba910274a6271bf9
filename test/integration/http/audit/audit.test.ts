import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditRecord } from '#protocol/records/audit.ts';
import type { RouteInput } from '#protocol/routes.ts';
import { lockPeriod } from '#service/ledger/books.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  limitFirstCard,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());

async function entries(
  filter: Partial<RouteInput<'audit.list'>> = {},
): Promise<readonly AuditRecord[]> {
  const session = { session: network.administrator };
  return (await call(network.url, 'audit.list', { limit: 500, ...filter }, session)).rows;
}

describe('the audit trail', () => {
  it('[G8] says who asked for what, where and when, and how it ended', async () => {
    const { url, manager, backend } = network;
    const session = { session: manager };
    const block = { commandId: uuid(), cardId: 'card-2', reason: 'theft' } as const;
    await call(url, 'card.block', block, session);
    const { limitId } = await limitFirstCard(network, { measure: 'volume', amount: 7_000 });
    const payment = { commandId: uuid(), contractId: 'nobody', amountMinor: 1, memo: 'm' };
    const refused = await callRaw(url, 'contract.top-up', payment, session);
    expect(outcomeOf(refused)).toBe('404 CONTRACT_NOT_FOUND');
    const one = async (event: string) => (await entries()).find((entry) => entry.event === event);
    const [paid, limited, blocked] = [
      await one('contract.top-up'),
      await one('limit.set'),
      await one('card.block'),
    ];
    expect(blocked).toMatchObject({
      event: 'card.block',
      userName: 'curator',
      subjectKind: 'card',
      subjectId: 'card-2',
      code: null,
      atMs: backend.clock.nowMs(),
      before: { state: 'active', blockReason: null },
      after: { reason: 'theft', commandId: block.commandId, state: 'blocked' },
    });
    const after = { limit: { limitId, amount: 7_000 } };
    expect(limited).toMatchObject({ event: 'limit.set', before: { limit: null }, after });
    expect(paid).toMatchObject({ event: 'contract.top-up', code: 'CONTRACT_NOT_FOUND' });
  });

  it('[G8] tells of whoever was stopped for want of a right, and where he sat', async () => {
    const { url, operator, workstation } = network;
    const create = { commandId: uuid(), login: 'x', displayName: 'x', role: 'administrator' };
    const asked = { ...create, password: 'seven green pears' };
    const refused = await callRaw(url, 'user.create', asked, { session: operator });
    expect(outcomeOf(refused)).toBe('403 FORBIDDEN');
    const [entry] = await entries();
    const { workstationId } = workstation;
    expect(entry).toMatchObject({ event: 'user.create', code: 'FORBIDDEN', workstationId });
    expect(entry).toMatchObject({ userName: 'till', after: {} });
  });

  it('[G8] tells a command of the office once, though its answer was lost and it is asked again', async () => {
    const { url, manager } = network;
    const session = { session: manager };
    const unblock = { commandId: uuid(), cardId: 'card-2' };
    const first = await call(url, 'card.unblock', unblock, session);
    expect(await call(url, 'card.unblock', unblock, session)).toEqual(first);
    expect(await entries({ event: 'card.unblock' })).toHaveLength(1);
  });

  it('[G8] has told a period that was locked when the machine stopped before it answered', async () => {
    const { service } = network.backend;
    const { stores } = service;
    const ledger = new Proxy(stores.ledger, {
      get(held, name) {
        if (name === 'closeDays') return () => Promise.reject(new Error('stopped'));
        const found: unknown = Reflect.get(held, name);
        return typeof found === 'function' ? found.bind(held) : found;
      },
    });
    const stopped = { ...service, stores: { ...stores, ledger } };
    const who = { userId: 'u-books', sessionId: 's-1', workstationId: null, clientId: null };
    const caller = {
      workstation: null,
      person: { ...who, role: 'accountant', grants: [] },
    } as const;
    const lock = { commandId: uuid(), throughDate: '2026-01-31' };
    await expect(lockPeriod(stopped, lock, caller)).rejects.toThrow('stopped');
    const told = await entries({ event: 'ledger.lock-period' });
    expect(told).toMatchObject([{ code: null, after: { throughDate: '2026-01-31' } }]);
    expect(await lockPeriod(service, lock, caller)).toMatchObject({ ok: true });
    expect(await entries({ event: 'ledger.lock-period' })).toEqual(told);
  });

  it('[G8] says at which workstation somebody changed his own settings', async () => {
    const { url, operator, workstation } = network;
    const kk = { language: 'kk' } as const;
    await call(url, 'preferences.set', kk, { session: operator });
    const [entry] = await entries();
    const { workstationId } = workstation;
    expect(entry).toMatchObject({ event: 'preferences.set', userName: 'till', workstationId });
  });

  it('[G5] keeps no password, PIN or card number', async () => {
    const { url, administrator, manager } = network;
    const person = { login: 'gleb', displayName: 'Gleb', role: 'operator' } as const;
    const made = { commandId: uuid(), ...person, password: 'nine yellow plums' };
    await call(url, 'user.create', made, { session: administrator });
    const typed = { pin: '7391', repeat: '7391' };
    const pin = { commandId: uuid(), cardId: 'card-1', ...typed };
    await call(url, 'card.set-pin', pin, { session: manager });
    const [pinned, created] = await entries();
    expect(created).toMatchObject({ event: 'user.create', after: { login: 'gleb' } });
    expect(pinned).toMatchObject({ event: 'card.set-pin', subjectId: 'card-1' });
    const text = JSON.stringify(await network.backend.rows('SELECT * FROM audit_entry'));
    for (const secret of ['nine yellow plums', '"7391"', '9999'])
      expect(text).not.toContain(secret);
  });

  it('[G5] of a refused entry of a client keeps no phone and no address as they were typed', async () => {
    const client = {
      type: 'legal-entity',
      name: 'North',
      country: 'RU',
      taxId: '7700000001',
      kpp: null,
      segment: null,
      contactName: 'Vera North',
      phone: '+79000000077',
      email: 'vera@client.example',
    };
    const asked = { commandId: uuid(), clientId: null, revision: null, client };
    const refused = await callRaw(network.url, 'client.put', asked, { session: network.manager });
    expect(outcomeOf(refused)).toContain('INN_INVALID');
    const told = (await entries()).find(({ event }) => event === 'client.put');
    const contact = { phone: '+7•••77', email: 'v•••@client.example' };
    expect(told).toMatchObject({ code: 'INN_INVALID', after: { client: contact } });
  });

  it('[G8] says of a sign-out whose it was, and where', async () => {
    const { workstation } = network;
    const { workstationId } = workstation;
    const session = await signIn(network.url, 'till', workstation);
    await call(network.url, 'session.close', {}, { session });
    const [entry] = await entries();
    expect(entry).toMatchObject({ event: 'session.close', userName: 'till', workstationId });
    expect(await entries({ event: 'session.close' })).toHaveLength(1);
  });

  it('[G8] of a change of people there is one entry, with what was before', async () => {
    const [gleb] = (
      await call(network.url, 'user.list', { search: 'gleb' }, { session: network.administrator })
    ).rows;
    const { userId = '' } = gleb ?? {};
    const put = { userId, displayName: 'Gleb', role: 'accountant', active: true } as const;
    const session = { session: network.administrator };
    await call(network.url, 'user.put', { commandId: uuid(), ...put }, session);
    const about = await entries({ subjectId: userId });
    expect(about.map(({ event }) => event)).toEqual(['user.put', 'user.create']);
    expect(about[0]).toMatchObject({ before: { role: 'operator' }, after: { role: 'accountant' } });
  });

  it('[G8] is followed from its first entry to its last, and its head is told', async () => {
    const [newest] = await entries();
    const session = { session: network.administrator };
    const verdict = await call(network.url, 'audit.verify', {}, session);
    expect(verdict).toMatchObject({
      entryCount: newest?.seq,
      headHash: newest?.hash,
      fault: null,
    });
    const denied = await callRaw(network.url, 'audit.verify', {}, { session: network.manager });
    expect(outcomeOf(denied)).toBe('403 FORBIDDEN');
  });

  it('is narrowed by time, person, command and object, and read page by page', async () => {
    const all = await entries();
    const { backend, url, administrator } = network;
    const userId = all.findLast((entry) => entry.userId !== null)?.userId ?? '';
    const byPerson = await entries({ userId });
    expect(byPerson).toEqual(all.filter((entry) => entry.userId === userId));
    expect(await entries({ event: 'card.block' })).toHaveLength(1);
    const { workstationId } = network.workstation;
    const atDesk = await entries({ workstationId });
    expect(atDesk.length).toBeGreaterThan(0);
    expect(atDesk).toEqual(all.filter((entry) => entry.workstationId === workstationId));
    const nowMs = backend.clock.nowMs();
    expect(await entries({ untilMs: nowMs })).toEqual(all.filter(({ atMs }) => atMs < nowMs));
    expect(await entries({ fromMs: nowMs })).toEqual(all.filter(({ atMs }) => atMs >= nowMs));
    expect(await entries({ event: 'card.block', subjectId: 'card-1' })).toEqual([]);
    const paged: AuditRecord[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const at: { cursor?: string } = cursor === '' ? {} : { cursor };
      const asked = { limit: 2, ...at };
      const page: { rows: AuditRecord[]; nextCursor: string | null } = await call(
        url,
        'audit.list',
        asked,
        { session: administrator },
      );
      paged.push(...page.rows);
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all);
  });

  it('is for administrators alone', async () => {
    const { url, manager, operator } = network;
    for (const session of [manager, operator]) {
      expect(outcomeOf(await callRaw(url, 'audit.list', {}, { session }))).toBe('403 FORBIDDEN');
    }
  });

  it('tells nothing of a sale twice: the ledger and the journal say who sold it', async () => {
    const { url, workstation, operator } = network;
    const before = await entries();
    const fill = { cardId: 'card-1', productId: 'dt', pumpNumber: 1, pin: '7391' };
    const ask = { by: 'volume', volumeMl: 1_000 } as const;
    const question = { saleId: uuid(), ...fill, ask, leaseReturns: [] };
    const desk = { bearer: workstation.bearer, session: operator };
    expect((await callRaw(url, 'sale.authorize', question, desk)).status).toBe(200);
    expect(await entries()).toEqual(before);
  });

  it('chains every entry to the one before it', async () => {
    const [before] = await entries();
    const token = await signIn(network.url, 'till');
    const { rows } = await call(network.url, 'session.list', {}, { session: token });
    const sessionId = rows.find(({ current }) => current)?.sessionId ?? '';
    await call(network.url, 'session.revoke', { sessionId }, { session: network.administrator });
    const [revoked, opened] = await entries();
    expect(opened).toMatchObject({ event: 'sign-in', previousHash: before?.hash });
    expect(revoked).toMatchObject({ event: 'session.revoke', previousHash: opened?.hash });
  });
});
