import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOON_MS } from '#test/support/facts.ts';
import { nextId, openBench, seedNetwork, type StoreBench } from '#test/support/network-store.ts';

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
  await seedNetwork(bench.store);
  const client = { name: 'Клиент', country: 'RU', currency: 'RUB' } as const;
  const rows = [{ sourceId: 'c1', ...client, taxId: null, segment: null }];
  await bench.store.stores.registers.importRegister({ register: 'clients', rows });
});
afterEach(() => bench.dispose());

function draw(contractId: string, number: string) {
  const paper = { contractId, clientId: 'c1', number, programmeId: null };
  const contract = { ...paper, currency: 'RUB', zone: 'Europe/Moscow' } as const;
  const changes = [{ kind: 'contract.add', contract }] as const;
  return bench.store.stores.people.commit({ atMs: NOON_MS, audit: null, changes });
}

function put(contractId: string, programmeId: string, before: string | null) {
  const changes = [{ kind: 'contract.set-programme', contractId, programmeId, before }] as const;
  return bench.store.stores.people.commit({ atMs: NOON_MS, audit: null, changes });
}

const programmeOf = async (contractId: string) =>
  (await bench.store.stores.clients.contractPaper(contractId))?.programmeId;

describe('the number of a contract', () => {
  it('is the network’s only one, and drawing the same contract up again is no second', async () => {
    const contractId = nextId();
    expect(await draw(contractId, '26-7')).toBe('done');
    expect(await draw(contractId, '26-7')).toBe('stale');
    expect(await draw(nextId(), '26-7')).toBe('taken');
    expect(await draw(nextId(), '26-8')).toBe('done');
  });

  it('is given once where two draw up under it at once', async () => {
    const outcomes = await Promise.all([draw(nextId(), '26-7'), draw(nextId(), '26-7')]);
    expect(outcomes.toSorted()).toEqual(['done', 'taken']);
  });
});

describe('the programme of a contract that came with a register', () => {
  it('is set from what was seen, and by one of two who do it at once', async () => {
    const asked = [put('c1', 'cards', null), put('c1', 'bonus', null)];
    const outcomes = await Promise.all(asked);
    expect(outcomes.toSorted()).toEqual(['done', 'stale']);
    const programmeId = (await programmeOf('c1')) ?? '';
    expect(await put('c1', 'other', 'none of them')).toBe('stale');
    expect(await put('c1', 'other', programmeId)).toBe('done');
    expect(await programmeOf('c1')).toBe('other');
  });
});
