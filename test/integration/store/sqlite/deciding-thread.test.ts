import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decide } from '#domain/authority/decide.ts';
import { openNetworkStore, type NetworkStore } from '#store/sqlite/open-network-store.ts';
import { diesel, NOON_MS } from '#test/support/facts.ts';
import {
  ask,
  authorize,
  nextId,
  putChanges,
  requestOf,
  seedNetwork,
} from '#test/support/network-store.ts';
import { KEY_HEX } from '#test/support/store-engines.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

let store: NetworkStore;
let folder: ReturnType<typeof temporaryFolder>;
const heard: string[] = [];

beforeEach(async () => {
  folder = temporaryFolder();
  const opened = openNetworkStore({
    file: join(folder.path, 'network.db'),
    keyHex: KEY_HEX,
    clock: { nowMs: () => NOON_MS },
    appVersion: '0.1.0',
    listener: { feedMoved: (cursor) => void heard.push(cursor) },
    decidingEntry: new URL('../../../../backend/entry-deciding.ts', import.meta.url),
  });
  if (!opened.ok) throw new Error(opened.code);
  store = opened.value;
  await seedNetwork(store);
});
afterEach(async () => {
  await store.close();
  folder.dispose();
});

describe('decisions in a thread of their own', () => {
  it('see at once what the other connection has written', async () => {
    const before = await ask(store, authorize(nextId(), 10_000));
    expect(before.outcome).toMatchObject({ ok: true });
    const price = {
      stationId: 'station-1',
      productId: diesel.productId,
      fromMs: 1,
      priceMinorPerLitre: 10_000,
      currency: 'KZT',
    } as const;
    await putChanges(store, { kind: 'price.put', price });
    const { outcome } = await ask(store, authorize(nextId(), 10_000));
    expect(outcome).toMatchObject({
      value: { sale: { priceMinorPerLitre: 10_000, holdAmountMinor: 100_000 } },
    });
  });

  it('are seen at once by whoever reads', async () => {
    await ask(store, authorize(nextId(), 10_000));
    const facts = await store.stores.registers.contractFacts('contract-1', NOON_MS);
    expect(facts?.remainders.at(-1)?.used).toBeGreaterThan(0);
  });

  it('wait while the other connection writes, and neither is lost', async () => {
    const { registers, deciding } = store.stores;
    const product = { unit: 'litre', group: 'Топливо' } as const;
    const rows = Array.from({ length: 5_000 }, (_, n) => {
      return { sourceId: `p-${n}`, name: `Продукт ${n}`, ...product };
    });
    const importing = registers.importRegister({ register: 'products', rows });
    const asked = Array.from({ length: 20 }, () => requestOf(authorize(nextId(), 1_000)));
    const answers = await Promise.all(asked.map((one) => deciding.commitBatch([one], decide)));
    expect(answers.flat().every(({ outcome }) => outcome?.ok === true)).toBe(true);
    expect(await importing).toMatchObject({ ok: true, result: { added: 5_000 } });
  });

  it('tell of a feed that they moved', async () => {
    heard.length = 0;
    const base = { commandId: nextId(), atMs: NOON_MS, workstationId: null };
    await ask(store, { kind: 'card.block', cardId: 'card-1', reason: 'client', ...base });
    expect(heard).toHaveLength(1);
  });

  it('reach the file itself although no decision waits for that', async () => {
    const file = join(folder.path, 'network.db');
    const { size } = statSync(file);
    const asked = Array.from({ length: 500 }, () => requestOf(authorize(nextId(), 1)));
    await store.stores.deciding.commitBatch(asked, decide);
    await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(size), 20_000);
  });

  it('are refused after the end, and nobody waits for ever', async () => {
    await store.close();
    const late = store.stores.deciding.commitBatch([requestOf(authorize(nextId(), 1))], decide);
    await expect(late).rejects.toThrow('ended');
  });
});
