import { NO_TERMS } from '#domain/contract/terms.ts';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PageQuestion } from '#service/page-ports.ts';
import type { CardRecord } from '#protocol/records.ts';
import type { RegisterStore } from '#service/ports.ts';
import { cardOf, limitOf, NOON_MS } from '#test/support/facts.ts';
import {
  ask,
  authorize,
  capture,
  hash64,
  nextId,
  openBench,
  putChanges,
  seedNetwork,
  sign,
  type StoreBench,
} from '#test/support/network-store.ts';

let bench: StoreBench;
let registers: RegisterStore;

beforeEach(async () => {
  bench = await openBench();
  registers = bench.store.stores.registers;
  await seedNetwork(bench.store);
});
afterEach(() => bench.dispose());

const client = (sourceId: string, name: string) =>
  ({ sourceId, name, country: 'RU', currency: 'RUB', taxId: null, segment: null }) as const;
const card = (sourceId: string, clientSourceId: string, holder: string | null = null) => ({
  sourceId,
  panHash: hash64(`pan ${sourceId}`),
  panMasked: `7825 •••• ${sourceId}`,
  clientSourceId,
  holder,
  vehicle: null,
  expiresOn: null,
});
const all: PageQuestion = { cursor: null, limit: 100, search: null };

const namedGroup = ({ clientSourceId, group }: { clientSourceId: string; group?: string }) =>
  group === undefined ? [] : [{ clientSourceId, group }];

async function importClients(...names: string[]): Promise<void> {
  const rows = names.map((name, index) => client(`c${index}`, name));
  await registers.importRegister({ register: 'clients', rows });
}

describe('an imported register', () => {
  it('brings each client with a contract in draft', async () => {
    const rows = [client('c1', 'ООО «Вега»')];
    expect(await registers.importRegister({ register: 'clients', rows })).toEqual({
      ok: true,
      result: { register: 'clients', added: 1, changed: 0, unchanged: 0 },
    });
    expect((await registers.contractFacts('c1', NOON_MS))?.contract).toEqual({
      contractId: 'c1',
      clientId: 'c1',
      clientName: 'ООО «Вега»',
      number: 'c1',
      currency: 'RUB',
      zone: 'Europe/Moscow',
      state: 'draft',
      creditLimitMinor: 0,
      depositsMinor: 0,
      terms: NO_TERMS,
    });
  });

  it('counts what is new, changed and the same, by source id', async () => {
    await importClients('Альфа', 'Бета');
    const rows = [client('c0', 'Альфа'), client('c1', 'Бета плюс'), client('c2', 'Гамма')];
    expect(await registers.importRegister({ register: 'clients', rows })).toMatchObject({
      result: { added: 1, changed: 1, unchanged: 1 },
    });
    expect((await registers.clients(all)).rows.map(({ name }) => name)).toContain('Бета плюс');
  });

  it('takes all cards or none', async () => {
    await importClients('Альфа');
    const rows = [card('1', 'c0'), card('2', 'c9')];
    expect(await registers.importRegister({ register: 'cards', rows })).toEqual({
      ok: false,
      missingClientSourceId: 'c9',
    });
    expect((await registers.cards({ ...all, contractId: 'c0' })).rows).toEqual([]);
  });

  it('knows a card by its number', async () => {
    await importClients('Альфа');
    const rows = [card('1', 'c0')];
    await registers.importRegister({ register: 'cards', rows });
    const renamed = [{ ...card('1', 'c0', 'Сидоров'), sourceId: 'other' }];
    expect(await registers.importRegister({ register: 'cards', rows: renamed })).toMatchObject({
      result: { added: 0, changed: 1 },
    });
    expect(await registers.cardIdByPanHash(hash64('pan 1'))).toBe('1');
    expect((await registers.cardFacts('1', NOON_MS))?.card.holder).toBe('Сидоров');
  });

  it('takes cards into groups of their contract by name, and makes groups only when told', async () => {
    await importClients('Альфа', 'Бета');
    const grouped = { ...card('1', 'c0'), group: 'Фуры' };
    const other = { ...card('2', 'c0'), group: 'ФУРЫ' };
    const rows = [grouped, other, card('3', 'c0')];
    const missingGroup = { clientSourceId: 'c0', group: 'Фуры' };
    expect(await registers.missingGroups(rows.flatMap(namedGroup))).toEqual([missingGroup]);
    const refused = await registers.importRegister({ register: 'cards', rows });
    expect(refused).toEqual({ ok: false, missingGroup });
    await registers.importRegister({ register: 'cards', rows, newGroupsSeed: 'seed' });
    const [group] = (await registers.cardGroups({ ...all, contractId: 'c0' })).rows;
    expect(group).toMatchObject({ name: 'Фуры', cardCount: 2 });
    const groupOf = async (id: string) =>
      (await registers.cardFacts(id, NOON_MS))?.card.groupId ?? null;
    expect(await Promise.all(['1', '2', '3'].map(groupOf))).toEqual([
      group?.groupId,
      group?.groupId,
      null,
    ]);
    const plain = [card('1', 'c0', 'Иванов'), card('2', 'c1')];
    await registers.importRegister({ register: 'cards', rows: plain });
    // It stays in its group until it leaves the contract that the group is of.
    expect(await Promise.all(['1', '2'].map(groupOf))).toEqual([group?.groupId, null]);
  });

  it('gives products the group that is named, and a group of their own to the rest', async () => {
    const row = (sourceId: string, group: string | null) =>
      ({ sourceId, name: sourceId, unit: 'litre', group }) as const;
    const rows = [row('p1', 'Топливо'), row('p2', 'топливо'), row('p3', null)];
    await registers.importRegister({ register: 'products', rows });
    const diesel = await registers.product('diesel');
    const groups = (await registers.products(all)).rows.map(({ groupId }) => groupId);
    expect(groups.filter((groupId) => groupId === diesel?.groupId)).toHaveLength(3);
    for (const groupId of groups) expect(groupId).toMatch(/^[A-Za-z0-9._:-]{1,80}$/u);
  });
});

describe('the registers of a real issuer', () => {
  const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'ccs');
  const rowsOf = (name: string): Record<string, string>[] =>
    parse(readFileSync(join(FOLDER, name)), { columns: true });
  const COUNTRY: Readonly<Record<string, string>> = { CZE: 'CZ', SVK: 'SK' };

  it('come in whole, and again without a change', async (ctx) => {
    ctx.skip(!existsSync(FOLDER), 'the registers of the issuer are not beside the checkout');
    const clients = rowsOf('customers.csv').map((row) => ({
      ...client(row['CustomerID']!, `Клиент ${row['CustomerID']}`),
      country: 'CZ',
      currency: row['Currency'] === 'EUR' ? ('EUR' as const) : ('CZK' as const),
      segment: row['Segment']!,
    }));
    const stations = rowsOf('gasstations.csv').map((row) => ({
      sourceId: row['SiteID']!,
      name: `АЗС ${row['SiteID']}`,
      country: COUNTRY[row['Country']!] ?? 'CZ',
      zone: 'Europe/Prague',
      owner: 'partner' as const,
      chain: row['chainID']!,
      segment: row['Segment']!,
    }));
    const first = await registers.importRegister({ register: 'clients', rows: clients });
    const count = clients.length;
    expect(first).toMatchObject({ ok: true, result: { added: count } });
    const again = await registers.importRegister({ register: 'clients', rows: clients });
    expect(again).toMatchObject({ ok: true, result: { added: 0, changed: 0, unchanged: count } });
    expect(await registers.importRegister({ register: 'stations', rows: stations })).toMatchObject({
      ok: true,
      result: { added: stations.length },
    });
    expect(count).toBeGreaterThan(50_000);
  });
});

describe('a list', () => {
  it('is leafed through in order, without a gap or a repetition', async () => {
    await importClients(...Array.from({ length: 25 }, (_, i) => `Клиент ${(i * 7) % 25}`));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await registers.clients({ ...all, cursor, limit: 4 });
      seen.push(...page.rows.map(({ clientId }) => clientId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(26);
    expect(new Set(seen).size).toBe(26);
  });

  it('is searched by all words in any case and without accents', async () => {
    await importClients('ООО «Берёзка Плюс»', 'ООО «Дуб»');
    const found = async (search: string): Promise<string[]> =>
      (await registers.contracts({ ...all, search })).rows.map(({ clientName }) => clientName);
    expect(await found('БЕРЕЗКА')).toEqual(['ООО «Берёзка Плюс»']);
    expect(await found('плюс  берёз')).toEqual(['ООО «Берёзка Плюс»']);
    expect(await found('дуб плюс')).toEqual([]);
    expect(await found('%')).toEqual([]);
  });

  it('of cards is found by the end of the number, holder or vehicle, and by contract', async () => {
    await importClients('Альфа', 'Бета');
    const rows = [card('1001', 'c0', 'Иванов'), card('1002', 'c1', 'Петров')];
    await registers.importRegister({ register: 'cards', rows });
    const found = async (search: string | null, contractId: string | null): Promise<string[]> =>
      (await registers.cards({ ...all, search, contractId })).rows.map(({ cardId }) => cardId);
    expect(await found('1001', null)).toEqual(['1001']);
    expect(await found('петров', null)).toEqual(['1002']);
    expect(await found(null, 'c0')).toEqual(['1001']);
    expect(await found('петров', 'c0')).toEqual([]);
  });

  it('of stations by id leaves out the one that nobody knows', async () => {
    const [first] = (await registers.stations(all)).rows;
    const named = [first!.stationId, 'nobody', first!.stationId];
    expect(await registers.stationsById(named)).toEqual([first]);
  });

  it('ends after a cursor that nobody gave', async () => {
    expect(await registers.clients({ ...all, cursor: 'nobody' })).toEqual({
      rows: [],
      nextCursor: null,
    });
  });
});

describe('facts of a card', () => {
  it('[N-13] show what is left of each limit and of the money', async () => {
    await ask(bench.store, {
      kind: 'limit.set',
      commandId: nextId(),
      atMs: NOON_MS,
      workstationId: null,
      contractId: 'contract-1',
      limit: limitOf(),
    });
    const saleId = nextId();
    await ask(bench.store, authorize(saleId, 30_000));
    await ask(bench.store, capture(nextId(), saleId, 20_000));
    const facts = await registers.cardFacts('card-1', NOON_MS);
    expect(facts?.limits).toEqual([limitOf()]);
    expect(facts?.remainders).toEqual([
      {
        allowanceKey: 'limit/limit-1/day:2026-11-21',
        owner: 'card',
        limitId: 'limit-1',
        scopeKind: 'all',
        scopeId: null,
        measure: 'volume',
        period: 'day',
        total: 100_000,
        used: 20_000,
        left: 80_000,
        nextResetAtMs: Date.UTC(2026, 10, 21, 19),
        action: 'decline',
        countsNow: true,
      },
      {
        allowanceKey: 'money/contract-1',
        owner: 'contract',
        limitId: null,
        scopeKind: 'all',
        scopeId: null,
        measure: 'money',
        period: null,
        total: 100_000_000,
        used: 590_000,
        left: 99_410_000,
        nextResetAtMs: null,
        action: 'decline',
        countsNow: true,
      },
    ]);
    const tomorrow = await registers.cardFacts('card-1', NOON_MS + 86_400_000);
    expect(tomorrow?.remainders[0]).toMatchObject({ used: 0, left: 100_000 });
  });

  it('know the contract behind a subject', async () => {
    expect(await registers.contractOfSubject('card', 'card-1')).toBe('contract-1');
    expect(await registers.contractOfSubject('contract', 'contract-1')).toBe('contract-1');
    expect(await registers.contractOfSubject('card', 'contract-1')).toBeNull();
  });
});

describe('a card', () => {
  it('is added once, by its number', async () => {
    const added = { ...cardOf({ cardId: 'card-2' }), productIds: ['diesel'], stationIds: [] };
    const add = (card: CardRecord) =>
      putChanges(bench.store, { kind: 'card.add', card, panHash: hash64('two') });
    expect(await add(added)).toBe('done');
    expect((await registers.cardFacts('card-2', NOON_MS))?.card).toEqual(added);
    expect(await add({ ...added, cardId: 'card-3' })).toBe('stale');
    expect(await registers.cardFacts('card-3', NOON_MS)).toBeNull();
  });

  it('[N-20] has a PIN from the moment one is set, and starts without errors', async () => {
    expect(await registers.cardPin('card-1')).toBeNull();
    const set = (verifier: string) =>
      putChanges(bench.store, { kind: 'card-pin.set', cardId: 'card-1', verifier });
    await set('verifier');
    const wrong = { ...authorize(nextId(), 1_000), pin: 'wrong' } as ReturnType<typeof authorize>;
    await ask(bench.store, wrong);
    expect(await registers.cardPin('card-1')).toEqual({ verifier: 'verifier', triesUsed: 1 });
    await set('another');
    expect(await registers.cardPin('card-1')).toEqual({ verifier: 'another', triesUsed: 0 });
  });
});

describe('a price', () => {
  const sell = async () => (await ask(bench.store, authorize(nextId(), 1_000))).outcome;
  const priceAt = (fromMs: number, priceMinorPerLitre: number, currency: 'KZT' | 'RUB' = 'KZT') =>
    putChanges(bench.store, {
      kind: 'price.put',
      price: {
        stationId: 'station-1',
        productId: 'diesel',
        fromMs,
        priceMinorPerLitre,
        currency,
      },
    });

  it('holds from its instant on', async () => {
    await priceAt(NOON_MS - 1, 30_000);
    await priceAt(NOON_MS + 1, 40_000);
    expect(await sell()).toMatchObject({ value: { sale: { priceMinorPerLitre: 30_000 } } });
    await priceAt(NOON_MS, 35_000);
    expect(await sell()).toMatchObject({
      value: { sale: { priceMinorPerLitre: 35_000, vatRateBp: 1600 } },
    });
  });

  it("in another currency than the contract's is none", async () => {
    await priceAt(NOON_MS, 30_000, 'RUB');
    expect(await sell()).toMatchObject({ code: 'PRICE_NOT_SET' });
  });
});

describe('a credit that is lowered below what is spent', () => {
  it('[I1] is named as exposure, and nothing new passes', async () => {
    await ask(bench.store, sign(nextId(), 50_000_000));
    const full = () => ({ ...authorize(nextId(), 0), ask: { by: 'full' } }) as never;
    for (const command of [full(), full()]) await ask(bench.store, command);
    const used = (await registers.contractFacts('contract-1', NOON_MS))?.remainders[0]?.used ?? 0;
    expect(used).toBeGreaterThan(100_000_000);
    await ask(bench.store, sign(nextId(), 0));
    const rows = await registers.exposure();
    expect(rows.map((row) => row.excess)).toEqual([used - 100_000_000]);
    expect(await bench.verify()).toMatchObject({ ok: true });
    const refused = await ask(bench.store, authorize(nextId(), 1));
    expect(refused.outcome).toMatchObject({ code: 'INSUFFICIENT_FUNDS' });
  });
});
