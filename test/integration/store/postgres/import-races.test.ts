import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import type { CardGroup } from '#domain/card/card-group.ts';
import { cardOf, NOON_MS } from '#test/support/facts.ts';
import { ask, hash64, nextId, putChanges, seedNetwork } from '#test/support/network-store.ts';
import { deaf, openBackends, type Backends } from '#test/support/postgres/backends.ts';
import { waitingForLocks } from '#test/support/postgres/database.ts';

const PATIENCE = { timeout: 60_000 };

let backends: Backends;
let gate: pg.Client;

beforeEach(async () => {
  backends = await openBackends([deaf, deaf]);
  await seedNetwork(backends.stores[0]!);
  const { registers } = backends.stores[0]!.stores;
  const client = { name: 'Б', country: 'KZ', currency: 'KZT', taxId: null, segment: null } as const;
  await registers.importRegister({
    register: 'clients',
    rows: [{ sourceId: 'contract-2', ...client }],
  });
  for (const [cardId, contractId] of [
    ['waits', 'contract-2'],
    ['card-9', 'contract-1'],
  ] as const) {
    const card = { ...cardOf({ cardId }), productIds: null, stationIds: null, contractId };
    await putChanges(backends.stores[0]!, { kind: 'card.add', card, panHash: hash64(cardId) });
  }
  for (const group of [OWN, OTHER]) await ask(backends.stores[0]!, put(group));
  gate = new pg.Client({ connectionString: backends.url });
  await gate.connect();
});
afterEach(async () => {
  await gate.end();
  await backends.close();
});

const OWN = { groupId: 'group-own', contractId: 'contract-1', name: 'Фуры' };
const OTHER = { groupId: 'group-other', contractId: 'contract-1', name: 'Такси' };

const office = () => {
  return { contractId: 'contract-1', commandId: nextId(), atMs: NOON_MS, workstationId: null };
};
const put = (group: CardGroup): AuthorityCommand => {
  return { kind: 'card-group.put', ...office(), group };
};
const assign = (groupId: string): AuthorityCommand => {
  return { kind: 'card-group.assign', ...office(), groupId, cardIds: ['card-9'] };
};
const dissolve = (groupId: string): AuthorityCommand => {
  return { kind: 'card-group.dissolve', ...office(), groupId, cardIds: ['card-9'] };
};

/**
 * A file with new holders is brought in, has read all cards and stands at its first one, while a
 * manager does what he does; the group that the card is in at the end.
 */
async function groupAfter(meanwhile: AuthorityCommand, named?: string): Promise<string | null> {
  const [first, second] = backends.stores;
  await gate.query('BEGIN');
  await gate.query(`SELECT 1 FROM contract WHERE contract_id = 'contract-2' FOR UPDATE`);
  const row = (sourceId: string, clientSourceId: string) => {
    const pan = { panHash: hash64(sourceId), panMasked: '1234 **** 5678' };
    return { sourceId, clientSourceId, ...pan, holder: 'new', vehicle: null, expiresOn: null };
  };
  const own = { ...row('card-9', 'contract-1'), ...(named === undefined ? {} : { group: named }) };
  const rows = [row('waits', 'contract-2'), own];
  const imported = first!.stores.registers.importRegister({ register: 'cards', rows });
  await expect.poll(() => waitingForLocks(backends.url), PATIENCE).toBe(1);
  const { outcome } = await ask(second!, meanwhile);
  expect(outcome).toMatchObject({ ok: true });
  await gate.query('COMMIT');
  expect(await imported).toMatchObject({ ok: true, result: { changed: 2 } });
  const facts = await second!.stores.registers.cardFacts('card-9', NOON_MS);
  expect(facts?.card.holder).toBe('new');
  return facts?.card.groupId ?? null;
}

describe('a register of cards that comes in while a manager works', () => {
  it('leaves a card in the group that he put it into meanwhile', async () => {
    expect(await groupAfter(assign(OTHER.groupId))).toBe(OTHER.groupId);
  });

  it('leaves a card out of the group that he dissolved meanwhile', async () => {
    await ask(backends.stores[0]!, assign(OWN.groupId));
    expect(await groupAfter(dissolve(OWN.groupId))).toBeNull();
  });

  it('puts no card into a group that it names and he dissolved meanwhile', async () => {
    expect(await groupAfter(dissolve(OTHER.groupId), OTHER.name)).toBeNull();
  });
});
