import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lineTotals } from '#domain/sale/sale-line.ts';
import { NOT_CAPTURED, type Sale } from '#domain/sale/sale.ts';
import { linesFor, plainTariff } from '#domain/sale/tariff.ts';
import type { BulkNetwork } from '#service/bulk-ports.ts';
import { cardOf, contractOf, limitOf, NOON_MS } from '#test/support/facts.ts';
import {
  ask,
  authorize,
  hash64,
  nextId,
  openBench,
  seedNetwork,
  stationOf,
  type StoreBench,
} from '#test/support/network-store.ts';

let bench: StoreBench;

beforeEach(async () => {
  bench = await openBench();
  await seedNetwork(bench.store);
});
afterEach(() => bench.dispose());

const DAY = 'limit/bulk-limit/day:2026-11-21';

const network: BulkNetwork = {
  stations: [stationOf({ stationId: 'bulk-station', name: 'АЗС 2' })],
  groups: [{ groupId: 'bulk-group', name: 'Бензины' }],
  products: [{ productId: 'bulk-95', name: 'АИ-95', unit: 'litre', groupId: 'bulk-group' }],
  prices: [
    {
      stationId: 'bulk-station',
      productId: 'bulk-95',
      fromMs: 0,
      priceMinorPerLitre: 20_000,
      currency: 'KZT',
    },
  ],
  clients: [
    {
      clientId: 'bulk-client',
      name: 'ТОО «Груз»',
      country: 'KZ',
      taxId: null,
      segment: null,
      contactName: null,
      phone: null,
      email: null,
    },
  ],
  contracts: [
    contractOf({ contractId: 'bulk-contract', clientId: 'bulk-client', depositsMinor: 0 }),
  ],
  cards: [
    {
      card: cardOf({ cardId: 'bulk-card', contractId: 'bulk-contract' }),
      panHash: hash64('bulk-card'),
      pinVerifier: 'verifier',
    },
  ],
  limits: [limitOf({ limitId: 'bulk-limit', subjectId: 'bulk-card', amount: 100_000 })],
};

function sale(volumeMl: number, patch: Partial<Sale> = {}): Sale {
  const lines = linesFor(plainTariff('bulk-95', 20_000, 1600), volumeMl);
  const totals = lineTotals(lines);
  const { amountMinor } = totals;
  return {
    saleId: nextId(),
    cardId: 'bulk-card',
    contractId: 'bulk-contract',
    stationId: 'bulk-station',
    workstationId: 'history',
    operatorId: 'history',
    pumpNumber: 1,
    productId: 'bulk-95',
    priceMinorPerLitre: 20_000,
    vatRateBp: 1600,
    mode: 'online',
    state: 'captured',
    authorizedAtMs: NOON_MS - 1000,
    holdAmountMinor: amountMinor,
    holdVolumeMl: volumeMl,
    parts: [
      { allowanceKey: DAY, measure: 'volume', held: volumeMl, leaseId: null },
      { allowanceKey: 'money/bulk-contract', measure: 'money', held: amountMinor, leaseId: null },
    ],
    toleranceMl: 0,
    lines,
    alerts: [],
    ...NOT_CAPTURED,
    closedAtMs: NOON_MS,
    bookedAtMs: NOON_MS - 1000,
    ...totals,
    volumeMl,
    ...patch,
  };
}

const payment = (amountMinor: number) => ({
  transferId: nextId(),
  contractId: 'bulk-contract',
  amountMinor,
  atMs: NOON_MS - 5000,
});

const length = 40;

describe('a loaded past', () => {
  it('adds up, and is decided on like any other', async () => {
    const { bulk, registers, statements } = bench.store.stores;
    await bulk.loadNetwork(network);
    const sales = Array.from({ length }, () => sale(1_000));
    await bulk.loadHistory({ topUps: [payment(2_000_000)], sales: sales.slice(0, 20) });
    await bulk.loadHistory({ topUps: [payment(1_000)], sales: sales.slice(20) });
    expect(await bench.verify()).toMatchObject({
      ok: true,
      counts: { sales: length },
    });
    const facts = await registers.cardFacts('bulk-card', NOON_MS);
    expect(facts?.remainders.map(({ used, left }) => [used, left])).toEqual([
      [40_000, 60_000],
      [800_000, 1_201_000],
    ]);
    expect(await registers.cardPin('bulk-card')).toMatchObject({ verifier: 'verifier' });
    const question = { subjectKind: 'contract', subjectId: 'bulk-contract' } as const;
    const span = { fromMs: 0, toMs: NOON_MS, cursor: null, limit: 100, clientId: null };
    const statement = await statements.statement({ ...question, ...span });
    expect(statement.totals).toMatchObject({ saleCount: length, saleAmountMinor: 800_000 });
    expect(statement.closingMinor).toBe(1_201_000);
    const place = { cardId: 'bulk-card', stationId: 'bulk-station', productId: 'bulk-95' };
    const command = { ...authorize(nextId(), 60_001), ...place, pin: 'right' } as never;
    expect((await ask(bench.store, command)).outcome).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect(await bench.verify()).toMatchObject({ ok: true });
  });

  it('[I1] [I3] is refused whole when it overspends or does not add up', async () => {
    const { bulk } = bench.store.stores;
    await bulk.loadNetwork(network);
    const load = (...sales: Sale[]) => bulk.loadHistory({ topUps: [payment(2_000_000)], sales });
    await expect(load(sale(60_000), sale(60_000))).rejects.toThrow(`overspends ${DAY}`);
    const enough = { ...sale(90_000), parts: sale(90_000).parts.slice(1) };
    const twice = { ...enough, saleId: nextId() };
    await expect(load(enough, twice)).rejects.toThrow('overspends money');
    await expect(load(sale(1_000, { vatMinor: 1 }))).rejects.toThrow('VAT of sale');
    await expect(load(sale(1_000, { amountMinor: 1 }))).rejects.toThrow('amount of sale');
    await expect(load(sale(1_000, { parts: [] }))).rejects.toThrow("contract's money");
    expect(await bench.verify()).toMatchObject({ ok: true, counts: { sales: 0 } });
  });
});
