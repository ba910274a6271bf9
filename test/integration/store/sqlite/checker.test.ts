import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditEntry } from '#domain/audit/audit-entry.ts';
import type { StorageResult } from '#sqlite/failure.ts';
import { openDatabase } from '#sqlite/open.ts';
import { openNetworkStore, type NetworkStore } from '#store/sqlite/open-network-store.ts';
import { verifyLedger } from '#store/sqlite/verify-ledger.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { seedLedger } from '#test/support/ledger-network.ts';
import { ask, authorize, capture, nextId } from '#test/support/network-store.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

describe('the checker of the ledger', () => {
  const FAULTS = [
    [
      'counter',
      `UPDATE pack SET counters = json_set(counters, '$."limit/day/day:2026-11-21"[0]', 1)
      WHERE owner_key = 'card/card-1'`,
    ],
    [
      'money',
      `UPDATE pack SET counters = json_set(counters, '$."money/contract-1"[0]', 1)
      WHERE owner_key = 'contract/contract-1'`,
    ],
    ['lost pack', `DELETE FROM pack WHERE owner_key = 'card/card-1'`],
    ['transfer', `UPDATE transfer SET amount_minor = amount_minor - 1 WHERE kind = 'sale'`],
    [
      'lost sale',
      `UPDATE sale SET state = 'reversed', amount_minor = 0, volume_ml = 0, vat_minor = 0,
        refunded_ml = 0`,
    ],
    ['deposit', `UPDATE contract SET deposits_minor = deposits_minor + 1`],
    ['lease', `UPDATE lease SET spent = spent + 1 WHERE allowance_key LIKE 'limit/day/%'`],
    ['return', `UPDATE lease SET returned = returned + 1 WHERE allowance_key LIKE 'money/%'`],
    [
      'forgotten lease',
      `UPDATE pack SET counters = json_set(counters, '$."money/contract-1"[2]', 0)
      WHERE owner_key = 'contract/contract-1'`,
    ],
    [
      'overspent limit',
      `UPDATE pack SET limits = json_set(limits, '$[0].amount', 1)
      WHERE owner_key = 'card/card-1'`,
    ],
    ['overspent money', `UPDATE contract SET credit_limit_minor = 0, deposits_minor = 0`],
    ['orphan', `DELETE FROM product`],
    [
      'VAT of a line',
      `UPDATE sale SET vat_minor = vat_minor + 1`,
      /sale \S+ has VAT \d+, expected/u,
    ],
    [
      'amount of a line',
      `UPDATE sale SET volume_ml = volume_ml - 100`,
      /sale \S+ is 147500, expected/u,
    ],
    [
      'refund without its entry',
      `DELETE FROM transfer WHERE kind = 'refund'`,
      /was refunded 1000 ml, its refunds are 1000 ml and 29500, moved were 0/u,
    ],
    [
      'entry of nothing',
      `UPDATE transfer SET linked_id = 'nobody' WHERE kind = 'refund'`,
      /transfer \S+ \(refund\)|was refunded/u,
    ],
    [
      'closing',
      `UPDATE account_closing SET debits_minor = debits_minor + 1 WHERE account_id LIKE 'contract/%'`,
      /account contract\/contract-1 closed 2026-11-21 at \d+\/\d+, its transfers say/u,
    ],
    [
      'month of a station',
      `UPDATE station_month SET volume_ml = volume_ml + 1`,
      /the months of a contract are those of its stations: month 2026-11 of contract contract-1/u,
    ],
    [
      'word of the trail',
      `UPDATE audit_entry SET after = '{"login":"boris"}' WHERE seq = 2`,
      /audit entry 2 is not what was written/u,
    ],
    [
      'lost entry of the trail',
      `DELETE FROM audit_entry WHERE seq = 2`,
      /audit entry 2 is missing/u,
    ],
    [
      'entry made anew',
      `UPDATE audit_entry SET previous_hash = hash WHERE seq = 3`,
      /audit entry 3 does not follow the one before it/u,
    ],
    [
      'month of nothing sold',
      `UPDATE station_month SET contract_id = 'nobody'`,
      /the months of a contract are those of its stations/u,
    ],
  ] as const;

  it.each(FAULTS)('finds a planted fault: %s', async (_name, sql, named = /./u) => {
    const folder = temporaryFolder();
    const where = { file: join(folder.path, 'network.db'), keyHex: null } as const;
    const clock = { nowMs: () => NOON_MS };
    const store = opened(openNetworkStore({ ...where, clock, appVersion: '0.1.0' }));
    try {
      await seedLedger(store);
      const saleId = nextId();
      await ask(store, authorize(saleId, 9_000));
      await ask(store, capture(nextId(), saleId, 5_000));
      await ask(store, refundOf(saleId, 1_000));
      await store.stores.ledger.closeDays(NOON_MS + 86_400_000);
      await ask(store, {
        kind: 'lease.grant',
        commandId: nextId(),
        atMs: NOON_MS,
        workstationId: 'desk-1',
        cardId: 'card-1',
        stationId: 'station-1',
        wanted: { amountMinor: 100_000, volumeMl: 5_000, count: 1 },
      });
      for (const subjectId of ['a', 'b', 'c']) await told(store, subjectId);
      expect(verifyLedger(store.db, NOON_MS)).toMatchObject({ ok: true });
      const hand = opened(openDatabase({ ...where, durable: 'normal' }));
      hand.pragma('foreign_keys = OFF');
      // Whoever can write the file can take these away; the hashes find what he did then.
      hand.exec('DROP TRIGGER audit_entry_kept; DROP TRIGGER audit_entry_fixed');
      expect(hand.prepare(sql).run().changes).toBeGreaterThan(0);
      hand.close();
      const verdict = verifyLedger(store.db, NOON_MS);
      expect(verdict.ok ? '' : verdict.difference).toMatch(named);
    } finally {
      await store.close();
      folder.dispose();
    }
  });
});

describe('the audit trail', () => {
  it('[G8] is neither changed nor deleted by hand', async () => {
    const folder = temporaryFolder();
    const where = { file: join(folder.path, 'network.db'), keyHex: null } as const;
    const clock = { nowMs: () => NOON_MS };
    const store = opened(openNetworkStore({ ...where, clock, appVersion: '0.1.0' }));
    try {
      await told(store, 'a');
      const hand = opened(openDatabase({ ...where, durable: 'normal' }));
      for (const sql of [`UPDATE audit_entry SET code = 'X'`, 'DELETE FROM audit_entry']) {
        expect(() => hand.exec(sql)).toThrow('are never changed and never deleted');
      }
      hand.close();
      expect(verifyLedger(store.db, NOON_MS)).toMatchObject({ ok: true });
    } finally {
      await store.close();
      folder.dispose();
    }
  });
});

/** One entry of the audit trail. */
function told({ stores }: NetworkStore, subjectId: string): Promise<unknown> {
  const deed = { event: 'user.put', subjectKind: 'account', subjectId } as const;
  const who = { userId: 'user-1', workstationId: null, address: null };
  const audit = auditEntry(who, { ...deed, after: { login: 'anna' } });
  return stores.people.commit({ atMs: NOON_MS, audit, changes: [] });
}

function refundOf(saleId: string, volumeMl: number): Parameters<typeof ask>[1] {
  const refundId = nextId();
  const where = { workstationId: 'desk-1', stationId: 'station-1', operatorId: 'user-1' };
  const base = { kind: 'sale.refund', commandId: refundId, refundId, saleId, volumeMl } as const;
  const to = { to: 'card', cardId: 'card-1', reason: 'бак полон', slipNumber: null } as const;
  return { ...base, ...where, ...to, atMs: NOON_MS, refundedAtMs: NOON_MS, told: null };
}

function opened<T>(result: StorageResult<T>): T {
  if (!result.ok) throw new Error(result.code);
  return result.value;
}
