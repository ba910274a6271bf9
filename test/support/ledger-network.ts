import type { Limit } from '#domain/limit/limit.ts';
import { cardOf, limitOf, NOON_MS } from './facts.ts';
import {
  addDesk,
  ask,
  type BenchStore,
  hash64,
  nextId,
  putChanges,
  seedNetwork,
  workstationOf,
} from './network-store.ts';

/** Limits of every measure, on cards and on their contract. */
export const limits = [
  limitOf({ limitId: 'day', amount: 150_000 }),
  limitOf({
    limitId: 'fills',
    measure: 'count',
    amount: 6,
    period: 'week',
    subjectId: 'card-2',
  }),
  limitOf({
    limitId: 'month',
    measure: 'money',
    amount: 9_000_000,
    period: 'month',
  }),
  limitOf({
    limitId: 'all',
    subjectKind: 'contract',
    subjectId: 'contract-1',
    amount: 400_000,
    period: 'month',
  }),
];

/** A network of two cards and two desks under these limits, with money for a few fills. */
export async function seedLedger(store: BenchStore, atMs: number = NOON_MS): Promise<void> {
  await seedNetwork(store, { depositMinor: 12_000_000 });
  const second = { ...cardOf({ cardId: 'card-2' }), productIds: null, stationIds: null };
  await putChanges(store, { kind: 'card.add', card: second, panHash: hash64('card-2') });
  await addDesk(store, workstationOf({ workstationId: 'desk-2' }));
  for (const limit of limits) await ask(store, setLimit(limit, atMs));
}

export function setLimit(limit: Limit, atMs: number): Parameters<typeof ask>[1] {
  const office = { commandId: nextId(), atMs, workstationId: null };
  return { ...office, kind: 'limit.set', contractId: 'contract-1', limit };
}
