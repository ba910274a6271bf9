import type { TestBackend } from './test-backend.ts';

/** Everything that was sold, and what stands on every allowance but for leases. */
export function booksOf({ store }: TestBackend): unknown {
  const rows = (sql: string): unknown[] => store.db.prepare(sql).all();
  const packs = store.db
    .prepare<[], { owner: string; counters: string }>(
      'SELECT owner_key AS owner, counters FROM pack ORDER BY owner_key',
    )
    .all()
    .map(({ owner, counters }) => ({ owner, counters: soldOf(counters) }));
  return {
    sales: rows(
      `SELECT sale_id, mode, state, card_id, volume_ml, amount_minor, hold_volume_ml, vat_minor,
         slip_number, authorized_at_ms FROM sale ORDER BY sale_id`,
    ),
    transfers: rows(
      `SELECT transfer_id, debit_account_id, credit_account_id, amount_minor, state
       FROM transfer ORDER BY transfer_id`,
    ),
    packs,
  };
}

function soldOf(text: string): unknown {
  const counters = JSON.parse(text) as Record<string, readonly [number, number, number]>;
  return Object.entries(counters)
    .map(([key, [captured, held]]) => ({ key, captured, held }))
    .filter(({ captured, held }) => captured + held > 0)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** What lies in leases, of all measures together. */
export function leasedOf({ store }: TestBackend): number {
  const row = store.db
    .prepare<[], { left: number | null }>(
      'SELECT sum(granted - spent - returned) AS left FROM lease',
    )
    .get();
  return row?.left ?? 0;
}
