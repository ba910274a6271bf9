import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import { refuse } from '#domain/result.ts';
import type { BackendClient } from '#engine/ports.ts';
import { call } from '#test/support/backend/http-client.ts';
import {
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
  const { sale } = await bench.ok('sale:authorize', bench.question());
  await bench.ok('sale:capture', { saleId: sale.saleId, volumeMl: 10_000 });
  network.backend.clock.pass(6 * 60_000);
  await bench.find();
  await bench.syncOk();
});
afterEach(() => {
  bench.dispose();
  rmSync(`${bench.dataDir}-copy`, { recursive: true, force: true });
});

const FILES = ['journal.db', 'journal.db-wal', 'journal.db-shm', 'journal.head'];

/** What a back-up program would do while the engine is not running. */
function copyFiles(from: string, to: string, files: readonly string[]): void {
  for (const file of files) {
    rmSync(join(to, file), { force: true });
    if (existsSync(join(from, file))) cpSync(join(from, file), join(to, file));
  }
}

async function offlineSale(): Promise<string> {
  const { sale } = await bench.ok('sale:authorize', bench.question());
  expect(sale.mode).toBe('offline');
  await bench.ok('sale:capture', { saleId: sale.saleId, volumeMl: 10_000 });
  return sale.saleId;
}

async function refusalOfSale(): Promise<string> {
  return (await bench.refused('sale:authorize', bench.question())).code;
}

describe('a journal that was restored from a copy', () => {
  it('is found by the head file: its leases are dead until the next sync', async () => {
    const copy = `${bench.dataDir}-copy`;
    bench.engine.close();
    cpSync(bench.dataDir, copy, { recursive: true });
    await bench.open();
    await bench.signIn();
    await bench.cut();
    await offlineSale();
    bench.engine.close();
    copyFiles(copy, bench.dataDir, ['journal.db', 'journal.db-wal', 'journal.db-shm']);
    await bench.open();
    await bench.signIn();
    expect(bench.engine.syncState().leases).toMatchObject({
      usable: false,
      killedCode: 'LEASES_KILLED',
    });
    expect(await refusalOfSale()).toBe('LEASES_KILLED');
    const [last] = bench.engine.core.journal.linesAfter(
      bench.engine.core.journal.head().seq - 1,
      1,
    );
    expect(last).toMatchObject({ kind: 'leases.killed', body: { reason: 'restored' } });
  });

  it('is found by the key store, when the head file was restored with it', async () => {
    const copy = `${bench.dataDir}-copy`;
    bench.engine.close();
    cpSync(bench.dataDir, copy, { recursive: true });
    await bench.open();
    await bench.signIn();
    await bench.cut();
    await offlineSale();
    bench.engine.close();
    copyFiles(copy, bench.dataDir, FILES);
    await bench.open();
    await bench.signIn();
    expect(await refusalOfSale()).toBe('LEASES_KILLED');
  });

  it('is found by the key store, when it was copied while the engine was running', async () => {
    const copy = `${bench.dataDir}-copy`;
    await bench.cut();
    cpSync(bench.dataDir, copy, { recursive: true });
    await offlineSale();
    // No grant and no start lies between the copy and the sale.
    bench.engine.close();
    copyFiles(copy, bench.dataDir, FILES);
    await bench.open();
    await bench.signIn();
    expect(await refusalOfSale()).toBe('LEASES_KILLED');
  });

  it('whose lost lines the backend knows is a fork: nothing is sold on it any more', async () => {
    const copy = `${bench.dataDir}-copy`;
    bench.engine.close();
    cpSync(bench.dataDir, copy, { recursive: true });
    await bench.open();
    await bench.signIn();
    await bench.cut();
    await offlineSale();
    await bench.mend();
    bench.engine.close();
    copyFiles(copy, bench.dataDir, FILES);
    await bench.open();
    const round = await bench.engine.syncOnce();
    expect(round).toMatchObject({ ok: false, code: 'JOURNAL_FORKED' });
    await bench.signIn();
    expect(await refusalOfSale()).toBe('JOURNAL_FORKED');
    expect(bench.engine.syncState().link).toBe('refused');
  });

  it('that was only stopped and started keeps its leases', async () => {
    await bench.restart();
    bench.line.state = 'down';
    await bench.signIn();
    expect(await offlineSale()).toMatch(/-/u);
  });
});

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
    expect(await refusalOfSale()).toBe('CARD_BLOCKED');
  });

  it('and was refused at the desk is not sold to when the link falls before the next exchange', async () => {
    await inOffice('card.block');
    expect(await refusalOfSale()).toBe('CARD_BLOCKED');
    bench.line.state = 'down';
    expect(await refusalOfSale()).toBe('CARD_BLOCKED');
    // The office's next word counts again.
    await inOffice('card.unblock');
    await bench.mend();
    await bench.cut();
    await offlineSale();
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
    expect(await refusalOfSale()).toBe('WORKSTATION_REVOKED');
    bench.line.state = 'down';
    expect(await refusalOfSale()).toBe('WORKSTATION_REVOKED');
    await bench.restart();
    await bench.signIn();
    expect(await refusalOfSale()).toBe('WORKSTATION_REVOKED');
    expect(bench.engine.syncState().leases).toMatchObject({ usable: false });
  });

  it('still brings what it sold before it was told', async () => {
    await bench.cut();
    const saleId = await offlineSale();
    await revoke();
    bench.line.state = 'up';
    expect(await bench.engine.syncOnce()).toMatchObject({ code: 'WORKSTATION_REVOKED' });
    const fills = bench.engine.sales.recent(5);
    expect(fills.find((fill) => fill.sale.saleId === saleId)).toMatchObject({ sent: true });
    expect(await refusalOfSale()).toBe('WORKSTATION_REVOKED');
  });
});

describe('clock', () => {
  it('set back while running: no lease may be spent until the next contact', async () => {
    await bench.cut();
    bench.clock.set(-61_000);
    expect(await refusalOfSale()).toBe('CLOCK_UNTRUSTED');
    await bench.mend();
    await bench.cut();
    await offlineSale();
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
    await offlineSale();
    bench.clock.set(1);
    expect(await refusalOfSale()).toBe('CLOCK_UNTRUSTED');
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
    await offlineSale();
    network.backend.clock.pass(1);
    expect(await refusalOfSale()).toBe('LEASE_REQUIRED');
  });

  it('that come late, by a repeated answer, do not bring back the limits of their day', async () => {
    await bench.cut();
    const { sale } = await bench.ok('sale:authorize', bench.question({ ask: { by: 'full' } }));
    await bench.ok('sale:capture', { saleId: sale.saleId, volumeMl: sale.holdVolumeMl });
    network.backend.clock.pass(6 * 60_000);
    bench.line.state = 'up';
    bench.line.routes.set('lease.grant', 'deaf');
    expect(await bench.engine.syncOnce()).toMatchObject({ ok: false });
    bench.line.routes.set('lease.grant', 'up');
    network.backend.clock.pass(60_000);
    const limit = {
      ...PLAIN_TERMS,
      limitId: uuid(),
      subjectKind: 'card',
      subjectId: 'card-1',
      scopeKind: 'all',
      scopeId: null,
      measure: 'volume',
      amount: 15_000,
      period: 'day',
    } as const;
    const session = await signIn(network.url, 'curator');
    await call(network.url, 'limit.set', { commandId: uuid(), limit }, { session });
    bench.engine.core.link.report({ ok: true, value: null });
    expect((await bench.find()).limits).toMatchObject([{ limitId: limit.limitId }]);
    await bench.syncOk();
    await bench.cut();
    const tooMuch = bench.question({ ask: { by: 'volume', volumeMl: 15_001 } });
    const refusal = await bench.refused('sale:authorize', tooMuch);
    expect(refusal).toMatchObject({ code: 'LEASE_REQUIRED', params: { limitId: limit.limitId } });
    await call(
      network.url,
      'limit.remove',
      { commandId: uuid(), limitId: limit.limitId },
      { session },
    );
  });

  it('whose answer was lost arrive all the same when the backend is too busy for a while', async () => {
    await bench.cut();
    const { sale } = await bench.ok('sale:authorize', bench.question({ ask: { by: 'full' } }));
    await bench.ok('sale:capture', { saleId: sale.saleId, volumeMl: sale.holdVolumeMl });
    network.backend.clock.pass(6 * 60_000);
    bench.line.state = 'up';
    bench.line.routes.set('lease.grant', 'deaf');
    expect(await bench.engine.syncOnce()).toMatchObject({ ok: false });
    const { client } = bench.line;
    const busy: BackendClient = {
      call: async (routeId, input, auth) =>
        routeId === 'lease.grant' ? refuse('RATE_LIMITED') : client.call(routeId, input, auth),
    };
    await bench.restart({ backend: busy });
    expect(await bench.engine.syncOnce()).toMatchObject({ code: 'RATE_LIMITED' });
    bench.line.routes.clear();
    await bench.restart();
    await bench.signIn();
    await bench.syncOk();
    await bench.cut();
    await offlineSale();
  });

  it('are asked for on a limit that the office has added since, so that the link may fall again', async () => {
    const session = await signIn(network.url, 'curator');
    const limit = {
      ...PLAIN_TERMS,
      limitId: uuid(),
      subjectKind: 'card',
      subjectId: 'card-1',
      scopeKind: 'all',
      scopeId: null,
      measure: 'count',
      amount: 20,
      period: 'day',
    } as const;
    await call(network.url, 'limit.set', { commandId: uuid(), limit }, { session });
    network.backend.clock.pass(6 * 60_000);
    await bench.find();
    await bench.syncOk();
    await bench.cut();
    expect(await offlineSale()).not.toBe('');
    const { limitId } = limit;
    await call(network.url, 'limit.remove', { commandId: uuid(), limitId }, { session });
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
