import type { World } from '../world/world.ts';

/** How many leases with something left ended between an instant and now, at all workstations. */
export function leasesRunOut(world: World, sinceMs: number): number {
  const nowMs = world.clock.nowMs();
  return world.desks.reduce((sum, { engine }) => {
    const ended = engine.core.journal.db
      .prepare<[number, number], { count: number }>(
        `SELECT count(*) AS count FROM lease
         WHERE dead = 0 AND remaining > 0 AND expires_at_ms > ? AND expires_at_ms <= ?`,
      )
      .get(sinceMs, nowMs);
    return sum + (ended?.count ?? 0);
  }, 0);
}

/** Reversals of questions whose answers never came, in all journals of now. */
export function reversalsByLostAnswers(world: World): number {
  return world.desks.reduce((sum, { engine }) => {
    const row = engine.core.journal.db
      .prepare<[], { count: number }>(
        `SELECT count(*) AS count FROM line
         WHERE kind = 'sale.reversed' AND body ->> '$.reason' IN ('no-answer', 'restart')`,
      )
      .get();
    return sum + (row?.count ?? 0);
  }, 0);
}

/** Holds that the office gave up and that were filled all the same. */
export function filledAfterAll(world: World): number {
  const row = world.backend.store.db
    .prepare<[], { count: number }>(
      `SELECT count(*) AS count FROM sale WHERE voided = 1 AND state = 'captured'`,
    )
    .get();
  return row?.count ?? 0;
}

/** Exposures of the ledger by their cause: late truth from a workstation, or a lowered amount. */
export function exposuresNamed(world: World): { lateTruth: number; lowered: number } {
  const row = world.backend.store.db
    .prepare<[], { lateTruth: number; lowered: number }>(
      `SELECT count(sale_id) AS lateTruth, count(*) - count(sale_id) AS lowered FROM exposure`,
    )
    .get();
  return row ?? { lateTruth: 0, lowered: 0 };
}
