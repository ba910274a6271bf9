import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import { verifyDatabase } from '#store/move/verify-database.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { ask, authorize, capture, nextId, seedNetwork } from '#test/support/network-store.ts';
import { deaf, openBackends, type Backends } from '#test/support/postgres/backends.ts';
import { asked, waitingForLocks } from '#test/support/postgres/database.ts';

const DAY_MS = 86_400_000;
const PATIENCE = { timeout: 60_000 };

let backends: Backends;
let gate: pg.Client;
/** A fill that is captured at the one backend, and has got as far as to its row. */
let captured: Promise<unknown>;

beforeEach(async () => {
  backends = await openBackends([deaf, deaf]);
  const [one] = backends.stores;
  await seedNetwork(one!);
  const saleId = nextId();
  await ask(one!, authorize(saleId, 1_000));
  gate = new pg.Client({ connectionString: backends.url });
  await gate.connect();
  await gate.query('BEGIN');
  await gate.query('SELECT 1 FROM sale WHERE sale_id = $1 FOR UPDATE', [saleId]);
  captured = ask(one!, capture(nextId(), saleId, 1_000));
  await expect.poll(() => waitingForLocks(backends.url), PATIENCE).toBe(1);
});
afterEach(async () => {
  await gate.end();
  await backends.close();
});

/** Lets the capture go on once the other one has answered, or stands and waits as well. */
async function openGateAfter(other: Promise<unknown>): Promise<void> {
  let answered = false;
  void other.then(() => (answered = true));
  await expect
    .poll(async () => answered || (await waitingForLocks(backends.url)) === 2, PATIENCE)
    .toBe(true);
  await gate.query('COMMIT');
}

describe('books that one backend closes while another one decides', () => {
  it('[I3] have a fill in the closing of its day that was under way when the day was closed', async () => {
    const closed = backends.stores[1]!.stores.ledger.closeDays(NOON_MS + DAY_MS);
    await openGateAfter(closed);
    await Promise.all([captured, closed]);
    const verdict = await verifyDatabase(backends, NOON_MS + DAY_MS);
    expect(verdict).toMatchObject({ ok: true });
    const closings = await asked(backends.url, 'SELECT 1 FROM account_closing');
    expect(closings.length).toBeGreaterThan(0);
  });

  it('[I3] are locked only when everything that was under way is booked', async () => {
    const lock: AuthorityCommand = {
      kind: 'ledger.lock-period',
      commandId: nextId(),
      atMs: NOON_MS + DAY_MS,
      workstationId: null,
      throughDate: '2026-11-20',
      beforeMs: NOON_MS + 1,
      userId: 'user-1',
    };
    const seen = ask(backends.stores[1]!, lock).then(() => {
      return asked(backends.url, 'SELECT state FROM sale');
    });
    await openGateAfter(seen);
    await captured;
    expect(await seen).toEqual([{ state: 'captured' }]);
  });
});
