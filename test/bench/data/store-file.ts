import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { DecidingStore, Stores } from '#service/ports.ts';
import type { WorkstationRow } from '#service/workstation/workstation-row.ts';
import { decide } from '#domain/authority/decide.ts';
import { openNetworkStore, type NetworkStore } from '#store/sqlite/open-network-store.ts';
import { networkMigrations } from '#store/sqlite/schema/migrations.ts';
import { Sales } from '../commit/sales.ts';
import { cached } from './cache.ts';
import {
  cardsOf,
  officeOf,
  stationId,
  STATIONS,
  WORKSTATION,
  type NetworkSize,
} from './bulk-network.ts';

/** Of data that is made up; a key all the same, because the product's files are encrypted. */
export const KEY_HEX = 'be'.repeat(32);
const FILE = 'network.db';
/** To be raised when the same size stands for other data. */
const GENERATOR = 4;
const PIECE = 10_000;
const BATCH = 250;

/** Opens the product's store over a file of the bench. */
export function openStore(file: string, keyHex: string | null = KEY_HEX): NetworkStore {
  const clock = { nowMs: () => Date.now() };
  const opened = openNetworkStore({ file, keyHex, clock, appVersion: '0.0.0' });
  if (!opened.ok) throw new Error(opened.code);
  return opened.value;
}

/**
 * A network of so many cards with six limits on each, in the product's own schema: made once, and
 * copied into `folder` for a run to write to.
 */
export async function copyNetwork(cards: number, folder: string): Promise<string> {
  const made = await cachedNetwork(cards);
  const copy = join(folder, `${cards}-${process.hrtime.bigint()}.db`);
  await cp(join(made, FILE), copy);
  return copy;
}

export function cachedNetwork(cards: number): Promise<string> {
  const madeOf = JSON.stringify([GENERATOR, cards, networkMigrations]);
  const make = (folder: string): Promise<void> => fill(join(folder, FILE), cards);
  return cached({ name: `network-${cards}`, madeOf, make });
}

async function fill(file: string, cards: number): Promise<void> {
  const store = openStore(file);
  try {
    await fillStores(store.stores, cards);
  } finally {
    await store.close();
  }
}

/** Fills an empty store of any engine. */
export async function fillStores(stores: Stores, cards: number): Promise<void> {
  const { bulk, deciding } = stores;
  const size: NetworkSize = { cards, stations: STATIONS, atMs: 0 };
  await bulk.loadNetwork(officeOf(size));
  await addDesk(stores);
  for (let from = 0; from < cards; from += PIECE) {
    await bulk.loadNetwork(cardsOf(from, Math.min(PIECE, cards - from)));
  }
  await sellOnce(deciding, Math.min(cards, SELLING_MAX));
}

/** So many cards are measured selling; the others of a larger network only lie beside them. */
const SELLING_MAX = 100_000;

/** A card in use has bought before: its counters are there. */
async function sellOnce(deciding: DecidingStore, cards: number): Promise<void> {
  const sales = new Sales(cards);
  for (let sold = 0; sold < cards; sold += BATCH) {
    const requests = Array.from({ length: BATCH }, () => sales.next());
    await deciding.commitBatch(requests, decide);
  }
}

async function addDesk({ people }: Stores): Promise<void> {
  const code = { codeHash: 'code', stationId: stationId(0), expiresAtMs: 1 };
  const workstation: Omit<WorkstationRow, 'stationId'> = {
    workstationId: WORKSTATION,
    name: 'Desk',
    state: 'active',
    publicKey: '-',
    enrolledAtMs: 0,
    lastSeenAtMs: null,
    head: { seq: 0, hash: '0'.repeat(64) },
    refreshHashes: [],
    accessHash: null,
    accessExpiresAtMs: 0,
  };
  const { codeHash } = code;
  const written = await people.commit({
    atMs: 0,
    audit: null,
    changes: [
      { kind: 'enrolment-code.add', ...code },
      { kind: 'workstation.add', codeHash, workstation },
    ],
  });
  assert.equal(written, 'done');
}
