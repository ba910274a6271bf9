import assert from 'node:assert/strict';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import { decide } from '#domain/authority/decide.ts';
import type * as r from '#protocol/records.ts';
import type { PeopleChange } from '#service/people/changes/people-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { AuthorityAnswer, AuthorityRequest, Stores } from '#service/ports.ts';
import type { WorkstationRow } from '#service/workstation/workstation-row.ts';
import type { LedgerVerdict } from '#store/sqlite/verify-ledger.ts';
import { cardOf, contractOf, diesel, NOON_MS } from './facts.ts';
import { engineUnderTest } from './engine.ts';
import { openPostgres, openSqlite } from './store-engines.ts';

export const PRICE = 29_500;

/** The network's stores, whatever holds them. */
export interface BenchStore {
  readonly stores: Stores;
}

export interface StoreBench {
  readonly store: BenchStore;
  nowMs: number;
  /** Called when the feed moved. */
  heard: (cursor: string) => void;
  /** Reads the tables themselves, in SQL that both engines know. */
  readonly rows: <Row>(sql: string) => Promise<readonly Row[]>;
  /** What the checker of the ledger says. */
  readonly verify: () => Promise<LedgerVerdict>;
  readonly dispose: () => Promise<void>;
}

/** A network's empty database on the engine under test, in a place of its own. */
export async function openBench(): Promise<StoreBench> {
  const bench = { nowMs: NOON_MS, heard: (_cursor: string): void => undefined };
  const settings = {
    clock: { nowMs: () => bench.nowMs },
    listener: { feedMoved: (cursor: string): void => bench.heard(cursor) },
    appVersion: '0.1.0',
  };
  const opened = await (engineUnderTest() === 'postgres'
    ? openPostgres(settings)
    : openSqlite(settings));
  let ended: Promise<void> | undefined;
  return Object.assign(bench, {
    ...opened,
    // A property that fails ends its bench itself, and the test ends it again.
    dispose: () => (ended ??= opened.dispose()),
    verify: () => opened.verify(bench.nowMs),
  });
}

export const stationOf = (patch: Partial<r.StationRecord> = {}): r.StationRecord => ({
  stationId: 'station-1',
  name: 'АЗС 1',
  zone: 'Asia/Almaty',
  country: 'KZ',
  owner: 'own',
  pumpCount: 8,
  address: null,
  ...patch,
});

export const workstationOf = (patch: Partial<WorkstationRow> = {}): WorkstationRow => ({
  workstationId: 'desk-1',
  stationId: 'station-1',
  name: 'Касса 1',
  state: 'active',
  publicKey: 'MCowBQYDK2VwAyEA',
  enrolledAtMs: NOON_MS,
  lastSeenAtMs: null,
  head: { seq: 0, hash: '0'.repeat(64) },
  refreshHashes: ['r1'],
  accessHash: null,
  accessExpiresAtMs: 0,
  ...patch,
});

export const hash64 = (text: string): string => Buffer.from(text).toString('hex').padStart(64, '0');

/** Writes what use cases write, without anybody who does it. */
export function putChanges(
  { stores }: BenchStore,
  ...changes: readonly PeopleChange[]
): Promise<CommitOutcome> {
  return stores.people.commit({ atMs: NOON_MS, audit: null, changes });
}

/** A desk joins its station, by a code that was made for it. */
export async function addDesk(
  store: BenchStore,
  { stationId, ...workstation }: WorkstationRow,
): Promise<void> {
  const codeHash = `code of ${workstation.workstationId}`;
  const expiresAtMs = NOON_MS + 1;
  const written = await putChanges(
    store,
    { kind: 'enrolment-code.add', codeHash, stationId, expiresAtMs },
    { kind: 'workstation.add', codeHash, workstation },
  );
  assert.equal(written, 'done');
}

/**
 * A network with one station and desk, diesel at 295.00, one signed contract with a card and
 * money on it.
 */
export async function seedNetwork(
  store: BenchStore,
  { depositMinor = 100_000_000 }: { depositMinor?: number } = {},
): Promise<void> {
  await store.stores.identity.createNetwork({
    facts: {
      networkId: 'network-1',
      networkName: 'Сеть',
      demonstration: false,
      epoch: 'epoch-1',
      keys: {
        keyId: 'k1',
        signingPrivateKey: 'a',
        signingPublicKey: 'b',
        panKey: 'c',
        pinKey: 'd',
      },
    },
    station: stationOf(),
    administrator: {
      userId: 'user-1',
      login: 'Admin',
      displayName: 'Администратор',
      role: 'administrator',
      active: true,
      passwordHash: '$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA',
    },
  });
  await addDesk(store, workstationOf());
  await seedTrade(store);
  if (depositMinor > 0) await ask(store, topUp('top-up-1', depositMinor));
}

async function seedTrade(store: BenchStore): Promise<void> {
  const { registers } = store.stores;
  const { productId, name, unit } = diesel;
  const products = [{ sourceId: productId, name, unit, group: 'Топливо' }];
  await registers.importRegister({ register: 'products', rows: products });
  const client = {
    sourceId: 'contract-1',
    name: 'ТОО «Рейс»',
    country: 'KZ',
    currency: 'KZT',
  } as const;
  const clients = [{ ...client, taxId: null, segment: null }];
  await registers.importRegister({ register: 'clients', rows: clients });
  await ask(store, sign('sign-1', contractOf().creditLimitMinor));
  const card = { ...recordOf(cardOf()), contractId: 'contract-1' };
  await putChanges(store, { kind: 'card.add', card, panHash: hash64('card-1') });
  const { stationId } = stationOf();
  const price = {
    stationId,
    productId,
    fromMs: 0,
    priceMinorPerLitre: PRICE,
    currency: 'KZT',
  } as const;
  await putChanges(store, { kind: 'price.put', price });
}

function recordOf(card: ReturnType<typeof cardOf>): r.CardRecord {
  return { ...card, productIds: null, stationIds: null };
}

let asked = 0;

/** A request with a digest of its own content, as the service makes it. */
export function requestOf(command: AuthorityCommand, digest?: string): AuthorityRequest {
  const { atMs: _atMs, ...content } = command;
  return { command, digest: digest ?? JSON.stringify(content), line: null };
}

export async function ask(store: BenchStore, command: AuthorityCommand): Promise<AuthorityAnswer> {
  const [answer] = await store.stores.deciding.commitBatch([requestOf(command)], decide);
  return answer!;
}

/** The next of a row of UUIDs, the same in every run of a file. */
export function nextId(): string {
  asked += 1;
  return `00000000-0000-7000-8000-${String(asked).padStart(12, '0')}`;
}

export function topUp(commandId: string, amountMinor: number): AuthorityCommand {
  const atMs = NOON_MS - 1000;
  const base = { commandId, atMs, effectiveAtMs: atMs, workstationId: null, memo: 'платёж' };
  return { kind: 'contract.top-up', contractId: 'contract-1', amountMinor, ...base };
}

export function sign(commandId: string, creditLimitMinor: number): AuthorityCommand {
  const base = { commandId, atMs: NOON_MS - 1000, workstationId: null };
  return { kind: 'contract.sign', contractId: 'contract-1', creditLimitMinor, ...base };
}

export function authorize(saleId: string, volumeMl: number): AuthorityCommand {
  return {
    kind: 'sale.authorize',
    commandId: saleId,
    atMs: NOON_MS,
    workstationId: 'desk-1',
    saleId,
    cardId: 'card-1',
    stationId: 'station-1',
    productId: diesel.productId,
    pumpNumber: 1,
    operatorId: 'user-1',
    ask: { by: 'volume', volumeMl },
    pin: 'not-asked',
    leaseReturns: [],
  };
}

/** A fill of a litre that a desk gave without the link and without a lease. */
export function bookHold(saleId: string, authorizedAtMs: number): AuthorityCommand {
  return {
    kind: 'sale.book-hold',
    commandId: nextId(),
    atMs: authorizedAtMs + 60_000,
    workstationId: 'desk-1',
    saleId,
    cardId: 'card-1',
    stationId: 'station-1',
    productId: diesel.productId,
    pumpNumber: 2,
    operatorId: 'user-1',
    priceMinorPerLitre: PRICE,
    vatRateBp: 0,
    authorizedAtMs,
    holdAmountMinor: PRICE,
    holdVolumeMl: 1_000,
    toleranceMl: 0,
    parts: [],
    lines: [],
  };
}

export function capture(commandId: string, saleId: string, volumeMl: number): AuthorityCommand {
  return {
    kind: 'sale.capture',
    commandId,
    atMs: NOON_MS + 60_000,
    workstationId: 'desk-1',
    saleId,
    volumeMl,
    capturedAtMs: NOON_MS + 60_000,
    slipNumber: 1,
    told: null,
  };
}

export function reverse(commandId: string, saleId: string): AuthorityCommand {
  const base = { commandId, atMs: NOON_MS + 60_000, workstationId: 'desk-1' };
  return { kind: 'sale.reverse', saleId, reversedAtMs: NOON_MS + 60_000, ...base };
}
