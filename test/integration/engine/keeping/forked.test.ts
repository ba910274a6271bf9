import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { localInstant } from '#domain/time/local-date.ts';
import { makeBridgeDesk } from '#engine/bridge/answer.ts';
import { openEngine } from '#engine/engine.ts';
import { untoldRows } from '#engine/fork/untold.ts';
import { journalMigrations } from '#engine/journal/schema.ts';
import type { BridgeInput } from '#protocol/bridge.ts';
import { openMigrated } from '#sqlite/migrate.ts';
import { verifyLedger } from '#store/sqlite/verify-ledger.ts';
import { call } from '#test/support/backend/http-client.ts';
import { addStaff, addWithPassword } from '#test/support/backend/door-people.ts';
import {
  limitFirstCard,
  PASSWORD,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { DiskCopy } from '#test/support/engine/disk-copy.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';
import { MemoryVault } from '#test/support/engine/memory-vault.ts';

let network: SmallNetwork;
let bench: EngineBench;
let copy: DiskCopy;
let chief: string;
beforeEach(async () => {
  network = await startSmallNetwork();
  chief = await signIn(network.url, 'chief');
  await addStaff(network.backend, { login: 'senior', role: 'shift-supervisor' });
  bench = await EngineBench.start(network);
  copy = new DiskCopy(bench.dataDir);
  await bench.leaseHere();
});
afterEach(async () => {
  bench.dispose();
  copy.dispose();
  await network.backend.stop();
});

const fork = () => bench.engine.syncState().fork;

/** A code as the administrator gives it. */
async function joiningCode(): Promise<string> {
  const { url, stationId } = network;
  const asked = { commandId: uuid(), stationId };
  return (await call(url, 'workstation.code', asked, { session: chief })).code;
}

function captured(): readonly { readonly volumeMl: number }[] {
  return network.backend.store.db
    .prepare<[], { volumeMl: number }>(
      `SELECT volume_ml AS volumeMl FROM sale WHERE state = 'captured' ORDER BY volume_ml`,
    )
    .all();
}

/**
 * An image of the disk is started on another machine, where a fill is ended that was open; the
 * workstation itself sells without the link meanwhile, and hears of it when it is back.
 */
async function copied(): Promise<string> {
  const { sale } = await bench.ok('sale:authorize', bench.question({ pumpNumber: 2 }));
  await bench.syncOk();
  copy.take();
  const vault = new MemoryVault(join(copy.copyDir, 'vault.json'));
  const opened = await openEngine(bench.options({ dataDir: copy.copyDir, vault }));
  if (!opened.ok) throw new Error(opened.code);
  const twin = opened.value;
  const desk = makeBridgeDesk(twin);
  await desk.call('session:signIn', { login: 'till', password: PASSWORD });
  await desk.call('sale:capture', { saleId: sale.saleId, volumeMl: 6_000 });
  expect(await twin.syncOnce()).toMatchObject({ ok: true });
  twin.close();
  await bench.cut();
  await bench.sell({ pumpNumber: 3 }, 7_000);
  bench.line.state = 'up';
  expect(await bench.engine.syncOnce()).toMatchObject({ ok: false, code: 'JOURNAL_FORKED' });
  return sale.saleId;
}

interface CsvRow {
  readonly [column: string]: string;
}

async function savedRows(): Promise<readonly CsvRow[]> {
  const { bytes, throughSeq, lineCount } = await bench.ok('fork:untold', { language: 'en' });
  const text = new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes);
  const rows: CsvRow[] = parse(text, { columns: true, delimiter: ';', bom: true });
  expect(rows).toHaveLength(lineCount);
  await bench.ok('fork:saved', { throughSeq });
  return rows;
}

/** A row of the file, typed as it stands there. */
function typed(row: CsvRow): BridgeInput<'sale:enter'> {
  const [hour = '', minute = ''] = (row['Time'] ?? '').split(':');
  const filledAt = localInstant(
    row['Date'] ?? '',
    Number(hour) * 60 + Number(minute),
    'Europe/Moscow',
  );
  if (!filledAt.ok) throw new Error(filledAt.code);
  return {
    commandId: uuid(),
    cardId: 'card-1',
    stationId: network.stationId,
    productId: 'dt',
    pumpNumber: Number(row['Pump']),
    volumeMl: Math.round(Number(row['Litres']) * 1_000),
    filledAtMs: filledAt.value,
    slipNumber: Number(row['Slip']),
    reason: 'the journal was a copy',
  };
}

describe('a workstation whose journal is a fork', () => {
  it('saves what nobody else knows, joins again and sells; entered by hand, nothing is doubled', async () => {
    const toldSaleId = await copied();
    const old = bench.engine.core.identity.workstationId;
    const linesBefore = bench.engine.core.journal.head().seq;
    expect(fork()).toEqual({ openCount: 1, saved: false });
    expect(await bench.refused('fork:untold', { language: 'ru' })).toMatchObject({
      code: 'FORK_OPEN_FILLS',
      params: { count: 1 },
    });
    await bench.ok('sale:capture', { saleId: toldSaleId, volumeMl: 6_000 });
    const rows = await savedRows();
    expect(rows.map((row) => [row['What'], row['Litres'], row['What to do']])).toEqual([
      ['Fill', '7.000', 'Enter by hand: Statement, Fill from a paper slip'],
      ['Fill', '6.000', 'In the books already, do not enter'],
    ]);
    expect(fork()).toEqual({ openCount: 0, saved: true });
    const lastSlip = Math.max(...rows.map((row) => Number(row['Slip'])));
    await bench.ok('fork:rejoin', { code: await joiningCode() });
    await bench.restart();

    const { core } = bench.engine;
    expect(core.identity.workstationId).not.toBe(old);
    expect(core.journal.verify()).toBeNull();
    await bench.syncOk();
    expect(bench.engine.syncState()).toMatchObject({ fork: null, attention: [], queueLength: 0 });
    const { rows: places } = await call(network.url, 'workstation.list', {}, { session: chief });
    expect(places.find(({ workstationId }) => workstationId === old)?.state).toBe('lost');
    const lost = await call(network.url, 'exposure.entries', {}, { session: chief });
    expect(lost.rows.some(({ kind }) => kind === 'lost')).toBe(true);
    expect(network.backend.logText()).toContain('workstation.replace');

    await bench.signIn();
    const next = await bench.sell({ pumpNumber: 3 }, 5_000);
    const { slipNumber } = await bench.ok('sale:slip', { saleId: next.saleId });
    expect(slipNumber).toBeGreaterThan(lastSlip);
    await bench.syncOk();

    await bench.signIn('senior');
    const byHand = rows.filter((row) => row['What to do']?.startsWith('Enter by hand'));
    for (const row of byHand) await bench.ok('sale:enter', typed(row));
    for (const row of byHand) {
      expect((await bench.refused('sale:enter', typed(row))).code).toBe('SLIP_ENTERED');
    }
    // The fill of before, the one that a copy told, the one by hand, and the first afterwards.
    expect(captured().map(({ volumeMl }) => volumeMl)).toEqual([5_000, 6_000, 7_000, 10_000]);
    const nowMs = network.backend.clock.nowMs();
    expect(verifyLedger(network.backend.store.db, nowMs)).toMatchObject({ ok: true });

    const sealed = join(bench.dataDir, 'sealed', old);
    expect(readdirSync(sealed)).toContain('journal.head');
    const kept = openMigrated({
      file: join(sealed, 'journal.db'),
      keyHex: await bench.vault.databaseKey('journal'),
      durable: 'full',
      migrations: journalMigrations,
      nowMs,
      appVersion: '0.1.0',
    });
    if (!kept.ok) throw new Error(kept.code);
    const counted = kept.value.prepare<[], { count: number }>('SELECT count(*) AS count FROM line');
    expect(counted.get()?.count).toBe(linesBefore + 1);
    kept.value.close();
  });

  it('does not leave while anything would be lost, nor with a wrong code', async () => {
    const code = await joiningCode();
    expect((await bench.refused('fork:rejoin', { code })).code).toBe('JOURNAL_NOT_FORKED');
    const toldSaleId = await copied();
    const old = bench.engine.core.identity.workstationId;
    expect((await bench.refused('fork:rejoin', { code })).code).toBe('FORK_OPEN_FILLS');
    await bench.ok('sale:reverse', { saleId: toldSaleId });
    expect((await bench.refused('fork:rejoin', { code })).code).toBe('FORK_NOT_SAVED');
    await savedRows();
    const wrong = { code: 'AAAAA-AAAAA' };
    expect((await bench.refused('fork:rejoin', wrong)).code).toBe('ENROLMENT_CODE_INVALID');
    await bench.restart();
    expect(bench.engine.core.identity.workstationId).toBe(old);
    expect(fork()).toEqual({ openCount: 0, saved: true });
    expect(existsSync(join(bench.dataDir, 'sealed'))).toBe(false);
    const { rows } = await call(network.url, 'workstation.list', {}, { session: chief });
    expect(rows.find(({ workstationId }) => workstationId === old)?.state).toBe('active');
    // The line is dead for a moment: nothing is spent, and the same code is good afterwards.
    await bench.signIn();
    bench.line.state = 'down';
    expect((await bench.refused('fork:rejoin', { code })).code).toBe('LINK_DOWN');
    bench.line.state = 'up';
    await bench.ok('fork:rejoin', { code });
    await bench.restart();
    expect(bench.engine.core.identity.workstationId).not.toBe(old);
  });

  it('saves also what a backend had acknowledged before it was restored', async () => {
    const toldSaleId = await copied();
    await bench.ok('sale:reverse', { saleId: toldSaleId });
    const { journal, clock } = bench.engine.core;
    // All of it had been told; then the backend was restored, and the copy came first.
    const { seq, hash } = journal.head();
    journal.write({ atMs: clock.nowMs() }, ({ facts }) => facts.set('acknowledged', { seq, hash }));
    const rows = await savedRows();
    expect(rows.map((row) => [row['What'], row['Litres']])).toEqual([['Fill', '7.000']]);
  });

  it('names the voucher that was taken, and to what a limit was lowered', async () => {
    const { url, manager } = network;
    const talon = { voucherId: 'talon-1', productId: 'dt', nominalMl: 20_000, stationIds: null };
    const vouchers = [{ ...talon, priceMinorPerLitre: 6_000, validTo: '2026-11-30' }];
    const issue = { commandId: uuid(), contractId: 'client-1', vouchers };
    await call(url, 'voucher.issue', issue, { session: manager });
    const { limitId } = await limitFirstCard(network, { measure: 'volume', amount: 40_000 });
    await bench.renewLeases();
    const allowanceKey = 'voucher/talon-1';
    await bench.ok('redemption:reserve', { allowanceKey, wanted: 1 });
    // Who signed in here with the link may unlock without it.
    for (const login of ['curator', 'till']) await bench.signIn(login);
    await bench.cut();
    const take = { redemptionId: uuid(), allowanceKey, quantity: 1, productId: 'dt' };
    const { redemptionId } = await bench.ok('redemption:redeem', take);
    await bench.ok('redemption:capture', { redemptionId, volumeMl: 19_500 });
    await bench.signIn('curator');
    const { limits } = await bench.ok('card:get', { cardId: 'card-1' });
    const limit = limits.find((one) => one.limitId === limitId);
    if (limit === undefined) throw new Error('the desk does not know the limit');
    await bench.ok('limit:set', { commandId: uuid(), limit: { ...limit, amount: 15_000 } });
    const { core } = bench.engine;
    const lines = core.journal.linesAfter(core.journal.facts.get('acknowledged')?.seq ?? 0, 100);
    const rows = untoldRows(core, { lines, bookedSaleIds: new Set() });
    expect(rows).toMatchObject([
      { kind: 'redemption', subject: allowanceKey, volumeMl: 19_500 },
      { kind: 'limit', subject: expect.stringContaining('•'), volumeMl: 15_000, money: null },
    ]);
  });

  it('[G10] shows a client’s person nothing of what it sold to others', async () => {
    const toldSaleId = await copied();
    await bench.ok('sale:reverse', { saleId: toldSaleId });
    const guest = { login: 'guest', programmeId: null, clientId: 'client-2' };
    await addWithPassword(network.backend, guest);
    await bench.signIn('guest');
    expect((await bench.refused('fork:untold', { language: 'ru' })).code).toBe('FORBIDDEN');
    const { seq: throughSeq } = bench.engine.core.journal.head();
    expect((await bench.refused('fork:saved', { throughSeq })).code).toBe('FORBIDDEN');
    expect(fork()).toEqual({ openCount: 0, saved: false });
  });

  it('joins once, however often the button is pressed', async () => {
    const toldSaleId = await copied();
    await bench.ok('sale:reverse', { saleId: toldSaleId });
    await savedRows();
    const codes = [await joiningCode(), await joiningCode()];
    await Promise.all(codes.map((code) => bench.ok('fork:rejoin', { code })));
    await bench.ok('fork:rejoin', { code: 'AAAAA-AAAAA' });
    await bench.restart();
    await bench.syncOk();
    const { rows } = await call(network.url, 'workstation.list', {}, { session: chief });
    // The network's own desk, the one that was left, and the one that it is now.
    expect(rows.map(({ state }) => state).toSorted()).toEqual(['active', 'active', 'lost']);
  });

  it('takes a start up that was cut short between the two journals', async () => {
    const toldSaleId = await copied();
    await bench.ok('sale:reverse', { saleId: toldSaleId });
    const old = bench.engine.core.identity.workstationId;
    await savedRows();
    await bench.ok('fork:rejoin', { code: await joiningCode() });
    bench.engine.close();
    // Killed after the first of the old files was moved.
    const sealed = join(bench.dataDir, 'sealed', old);
    mkdirSync(sealed, { recursive: true });
    renameSync(join(bench.dataDir, 'journal.head'), join(sealed, 'journal.head'));
    await bench.open();
    expect(bench.engine.core.identity.workstationId).not.toBe(old);
    expect(readdirSync(sealed)).toEqual(expect.arrayContaining(['journal.db', 'journal.head']));
    await bench.syncOk();
  });
});
