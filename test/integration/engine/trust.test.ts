import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { refuse } from '#domain/result.ts';
import type { BackendClient } from '#engine/ports.ts';
import { call } from '#test/support/backend/http-client.ts';
import {
  limitFirstCard,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

let network: SmallNetwork;
let bench: EngineBench;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());
beforeEach(async () => {
  // The workstations of the tests before still hold what they leased, as silent ones do.
  const session = await signIn(network.url, 'curator');
  const payment = { commandId: uuid(), contractId: 'client-1', amountMinor: 10_000_000, memo: 'x' };
  await call(network.url, 'contract.top-up', payment, { session });
  bench = await EngineBench.start(network);
  await bench.leaseHere();
});
afterEach(() => bench.dispose());

describe('[I5] a card that was stopped in the office', () => {
  const inOffice = async (route: 'card.block' | 'card.unblock'): Promise<void> => {
    const session = await signIn(network.url, 'curator');
    const asked = { commandId: uuid(), cardId: 'card-1' };
    if (route === 'card.unblock') await call(network.url, route, asked, { session });
    else await call(network.url, route, { ...asked, reason: 'theft' }, { session });
  };
  afterEach(() => inOffice('card.unblock'));

  it('and was seen so at the desk is not sold to when the link falls before the next exchange', async () => {
    await inOffice('card.block');
    expect((await bench.find()).card.state).toBe('blocked');
    bench.line.state = 'down';
    expect(await bench.refusalOfSale()).toBe('CARD_BLOCKED');
  });

  it('and was refused at the desk is not sold to when the link falls before the next exchange', async () => {
    await inOffice('card.block');
    expect(await bench.refusalOfSale()).toBe('CARD_BLOCKED');
    bench.line.state = 'down';
    expect(await bench.refusalOfSale()).toBe('CARD_BLOCKED');
    // The office's next word counts again.
    await inOffice('card.unblock');
    await bench.mend();
    await bench.cut();
    await bench.sellOffline();
  });
});

describe('a workstation that was revoked', () => {
  const revoke = async (): Promise<void> => {
    const session = await signIn(network.url, 'chief');
    const { workstationId } = bench.engine.core.identity;
    const asked = { commandId: uuid(), workstationId, state: 'revoked' } as const;
    await call(network.url, 'workstation.revoke', asked, { session });
  };

  it('sells nothing from its leases once it was told, whatever the link does and after a restart', async () => {
    await revoke();
    // The question itself tells it; no round of synchronization is needed.
    expect(await bench.refusalOfSale()).toBe('WORKSTATION_REVOKED');
    bench.line.state = 'down';
    expect(await bench.refusalOfSale()).toBe('WORKSTATION_REVOKED');
    await bench.restart();
    await bench.signIn();
    expect(await bench.refusalOfSale()).toBe('WORKSTATION_REVOKED');
    expect(bench.engine.syncState().leases).toMatchObject({ usable: false });
  });

  it('still brings what it sold before it was told', async () => {
    await bench.cut();
    const saleId = await bench.sellOffline();
    await revoke();
    bench.line.state = 'up';
    expect(await bench.engine.syncOnce()).toMatchObject({ code: 'WORKSTATION_REVOKED' });
    const fills = bench.engine.sales.recent(5);
    expect(fills.find((fill) => fill.sale.saleId === saleId)).toMatchObject({ sent: true });
    expect(await bench.refusalOfSale()).toBe('WORKSTATION_REVOKED');
  });
});

describe('clock', () => {
  it('set back while running: no lease may be spent until the next contact', async () => {
    await bench.cut();
    bench.clock.set(-61_000);
    expect(await bench.refusalOfSale()).toBe('CLOCK_UNTRUSTED');
    await bench.mend();
    await bench.cut();
    await bench.sellOffline();
  });

  it('set back before the start is found by what the journal knows to have passed', async () => {
    await bench.cut();
    bench.engine.close();
    bench.clock.set(-120_000);
    await bench.open();
    expect(bench.engine.syncState().leases).toMatchObject({
      usable: false,
      killedCode: 'CLOCK_UNTRUSTED',
    });
  });

  it('more than five minutes ahead of what passed is not believed either', async () => {
    await bench.cut();
    bench.clock.set(5 * 60_000);
    await bench.sellOffline();
    bench.clock.set(1);
    expect(await bench.refusalOfSale()).toBe('CLOCK_UNTRUSTED');
  });
});

describe('leases in time', () => {
  it('end a minute before their last instant, and not a millisecond later', async () => {
    await bench.cut();
    const { firstExpiresAtMs } = bench.engine.syncState().leases;
    expect(firstExpiresAtMs).not.toBeNull();
    const leftMs = (firstExpiresAtMs ?? 0) - bench.engine.core.clock.nowMs();
    network.backend.clock.pass(leftMs - 60_001);
    await bench.ok('session:signIn', { login: 'till', password: 'seven green apples' });
    await bench.sellOffline();
    network.backend.clock.pass(1);
    expect(await bench.refusalOfSale()).toBe('LEASE_REQUIRED');
  });

  it('that come late, by a repeated answer, do not bring back the limits of their day', async () => {
    await bench.loseGrant();
    network.backend.clock.pass(60_000);
    const limit = await limitFirstCard(network, { measure: 'volume', amount: 15_000 });
    bench.engine.core.link.report({ ok: true, value: null });
    expect((await bench.find()).limits).toMatchObject([{ limitId: limit.limitId }]);
    await bench.syncOk();
    await bench.cut();
    const tooMuch = bench.question({ ask: { by: 'volume', volumeMl: 15_001 } });
    const refusal = await bench.refused('sale:authorize', tooMuch);
    expect(refusal).toMatchObject({ code: 'LEASE_REQUIRED', params: { limitId: limit.limitId } });
    await limit.remove();
  });

  it('whose answer was lost arrive all the same when the backend is too busy for a while', async () => {
    await bench.loseGrant();
    const { client } = bench.line;
    const busy: BackendClient = {
      call: async (routeId, input, auth) =>
        routeId === 'lease.grant' ? refuse('RATE_LIMITED') : client.call(routeId, input, auth),
    };
    await bench.restart({ backend: busy });
    expect(await bench.engine.syncOnce()).toMatchObject({ code: 'RATE_LIMITED' });
    await bench.restart();
    await bench.signIn();
    await bench.syncOk();
    await bench.cut();
    await bench.sellOffline();
  });

  it('come for every other card where the backend fails on the question of one', async () => {
    const other = await bench.ok('sale:authorize', bench.question({ cardId: 'card-3' }));
    await bench.ok('sale:capture', { saleId: other.sale.saleId, volumeMl: 1_000 });
    await bench.syncOk();
    await bench.cut();
    await bench.sellOut('card-1');
    await bench.sellOut('card-3');
    network.backend.clock.pass(6 * 60_000);
    bench.line.state = 'up';
    const asked: string[] = [];
    const { client } = bench.line;
    const failing: BackendClient = {
      call: async (routeId, input, auth) => {
        if (routeId !== 'lease.grant' || !('cardId' in input)) {
          return client.call(routeId, input, auth);
        }
        asked.push(String(input.cardId));
        return asked.length === 1 ? refuse('INTERNAL') : client.call(routeId, input, auth);
      },
    };
    await bench.restart({ backend: failing });
    expect(await bench.engine.syncOnce()).toMatchObject({ ok: true, value: { granted: 1 } });
    expect(new Set(asked)).toEqual(new Set(['card-1', 'card-3']));
  });

  it('are asked for on a limit that the office has added since, so that the link may fall again', async () => {
    const limit = await limitFirstCard(network, { measure: 'count', amount: 20 });
    await bench.renewLeases();
    await bench.cut();
    expect(await bench.sellOffline()).not.toBe('');
    await limit.remove();
  });

  it('on money are given back when they end, so that nothing stays away for ever', async () => {
    const lease = () =>
      bench.engine.core.journal.db
        .prepare<[], { id: string; remaining: number }>(
          `SELECT lease_id AS id, remaining FROM lease WHERE allowance_key LIKE 'money/%' AND remaining > 0 LIMIT 1`,
        )
        .get();
    const before = lease();
    expect(before?.remaining).toBeGreaterThan(0);
    network.backend.clock.pass(49 * 3_600_000);
    await bench.syncOk();
    const kinds = bench.engine.core.journal.linesAfter(0, 100).map((line) => line.kind);
    expect(kinds).toContain('lease.returned');
    expect(lease()?.id).not.toBe(before?.id);
    expect(bench.engine.syncState().attention).toEqual([]);
  });
});

describe('journal', () => {
  it('[C9] refuses to change, delete or skip a line, and names the first one that was changed all the same', () => {
    const { db } = bench.engine.core.journal;
    expect(() => db.prepare('DELETE FROM line WHERE seq = 2').run()).toThrow(/never deleted/u);
    expect(() => db.prepare(`UPDATE line SET body = '{}' WHERE seq = 2`).run()).toThrow(
      /never changed/u,
    );
    const last = bench.engine.core.journal.head();
    const skip = db.prepare(`INSERT INTO line VALUES (?, 'sale.asked', 1, NULL, '{}', ?, ?)`);
    expect(() => skip.run(last.seq + 2, last.hash, 'a'.repeat(64))).toThrow(/without gaps/u);
    expect(bench.engine.core.journal.verify()).toBeNull();
    db.exec('DROP TRIGGER line_fixed');
    db.prepare(`UPDATE line SET body = json_set(body, '$.pumpNumber', 5) WHERE seq = 1`).run();
    expect(bench.engine.core.journal.verify()).toBe(1);
  });

  it('names a tail that the backend knows and the file has not', () => {
    const { db } = bench.engine.core.journal;
    const { seq } = bench.engine.core.journal.head();
    db.exec('DROP TRIGGER line_kept');
    db.prepare('DELETE FROM line WHERE seq = ?').run(seq);
    expect(bench.engine.core.journal.verify()).toBe(seq);
  });

  it('keeps the head that the backend has signed', () => {
    const signed = bench.engine.core.journal.facts.get('coSignature');
    expect(signed).toMatchObject(bench.engine.core.journal.facts.get('acknowledged') ?? {});
    expect(readFileSync(join(bench.dataDir, 'journal.head'), 'utf8')).toContain('"seq"');
  });

  it('lies on the disk encrypted', () => {
    bench.engine.close();
    const bytes = readFileSync(join(bench.dataDir, 'journal.db'));
    expect(bytes.subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
    expect(bytes.includes('sale.captured')).toBe(false);
    writeFileSync(join(bench.dataDir, 'cache.db'), 'not a database at all');
    return expect(bench.open()).resolves.toBeUndefined();
  });
});
