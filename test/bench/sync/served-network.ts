import { randomBytes } from 'node:crypto';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { call } from '#test/support/backend/http-client.ts';
import { hireStaff } from '#test/support/backend/door-people.ts';
import { PRICE_MINOR_PER_LITRE, PRODUCT } from '../data/bulk-network.ts';
import { copyNetwork, KEY_HEX } from '../data/store-file.ts';
import type { BackendOrder, BackendReady } from '../http/backend-child.ts';
import { ChildServer } from '../http/child-server.ts';
import type { Bench } from '../part.ts';

export const PASSWORD = 'seven green apples';
const DAY_MS = 86_400_000;

/** A backend in a process of its own over a network of so many cards, and its people. */
export interface ServedNetwork {
  readonly url: string;
  readonly file: string;
  readonly server: ChildServer<BackendReady>;
  /** Session of the one who may do everything in the office. */
  readonly administrator: string;
  readonly manager: string;
  readonly stationId: string;
  /** A code with which one workstation may join. */
  code(): Promise<string>;
}

export async function serveNetwork(bench: Bench, cards: number): Promise<ServedNetwork> {
  const dataDir = join(bench.folder, `served-${cards}-${randomBytes(4).toString('hex')}`);
  await mkdir(dataDir);
  const file = join(dataDir, 'network.db');
  await rename(await copyNetwork(cards, dataDir), file);
  const setupToken = randomBytes(32).toString('hex');
  const order: BackendOrder = { dataDir, setupToken, databaseKeyHex: KEY_HEX };
  const server = await ChildServer.start<BackendReady>('backend-child.ts', order, bench.signal);
  const { url } = server.ready;
  const { stationId } = await call(url, 'network.create', network(), { bearer: setupToken });
  const administrator = await signIn(url, 'chief');
  for (const [login, role] of [
    ['till', 'operator'],
    ['curator', 'client-manager'],
  ] as const) {
    await hireStaff(url, administrator, { login, role });
  }
  const manager = await signIn(url, 'curator');
  const since = { stationId, productId: PRODUCT, fromMs: Date.now() - DAY_MS };
  const price = { ...since, priceMinorPerLitre: PRICE_MINOR_PER_LITRE, currency: 'RUB' } as const;
  await call(url, 'price.set', { commandId: uuid(), price }, { session: manager });
  const code = async (): Promise<string> => {
    const asked = { commandId: uuid(), stationId };
    return (await call(url, 'workstation.code', asked, { session: administrator })).code;
  };
  return { url, file, server, administrator, manager, stationId, code };
}

async function signIn(url: string, login: string): Promise<string> {
  const asked = { login, password: PASSWORD, workstationId: null };
  return (await call(url, 'session.open', asked)).token;
}

function network() {
  const place = { name: 'Station', zone: 'Europe/Moscow', country: 'RU', address: null } as const;
  return {
    commandId: uuid(),
    networkName: 'Bench',
    station: { ...place, owner: 'own', pumpCount: 6 } as const,
    administrator: { login: 'chief', displayName: 'Chief', password: PASSWORD },
  };
}
