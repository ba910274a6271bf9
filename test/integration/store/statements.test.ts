import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { totalsOf } from '#domain/statement/totals.ts';
import { statementLine, type StatementLine } from '#protocol/records/statement.ts';
import { cardOf, NOON_MS } from '#test/support/facts.ts';
import {
  ask,
  authorize,
  capture,
  hash64,
  nextId,
  openBench,
  putChanges,
  seedNetwork,
  type StoreBench,
  topUp,
} from '#test/support/network-store.ts';

let bench: StoreBench;
afterEach(() => bench.dispose());

const HOUR_MS = 3_600_000;
type Operation = readonly ['sale' | 'held' | 'top-up', number, number, 'card-1' | 'card-2'];

/** Hour of the operation counted from noon, volume or amount, card. */
const operation: fc.Arbitrary<Operation> = fc.tuple(
  fc.constantFrom('sale', 'sale', 'held', 'top-up'),
  fc.integer({ min: -30, max: 30 }),
  fc.integer({ min: 1, max: 50_000 }),
  fc.constantFrom('card-1', 'card-2'),
);

async function begin(): Promise<void> {
  bench = await openBench();
  await seedNetwork(bench.store, { depositMinor: 0 });
  const second = { ...cardOf({ cardId: 'card-2' }), productIds: null, stationIds: null };
  await putChanges(bench.store, { kind: 'card.add', card: second, panHash: hash64('card-2') });
  await ask(bench.store, { ...topUp(nextId(), 9_000_000_000), atMs: 0 });
}

async function doAll(operations: readonly Operation[]): Promise<void> {
  for (const [kind, hour, quantity, cardId] of operations) {
    const atMs = NOON_MS + hour * HOUR_MS;
    const id = nextId();
    if (kind === 'top-up') await ask(bench.store, { ...topUp(id, quantity), atMs });
    else await ask(bench.store, { ...authorize(id, quantity), atMs, cardId } as never);
    if (kind === 'sale') await ask(bench.store, capture(nextId(), id, Math.ceil(quantity / 2)));
  }
}

type Subject = readonly ['card' | 'contract', string];

async function read(
  [subjectKind, subjectId]: Subject,
  fromMs: number,
  toMs: number,
  limit: number,
) {
  const lines: StatementLine[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page = await bench.store.stores.statements.statement({
      subjectKind,
      subjectId,
      fromMs,
      toMs,
      clientId: null,
      cursor,
      limit,
    });
    lines.push(...page.lines);
    cursor = page.nextCursor;
    if (cursor === null) return { ...page, lines };
  }
}

describe('a statement', () => {
  it('[O-17] has totals of all its lines, page by page, and balances that lead from one to the other (I3)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(operation, { maxLength: 25 }),
        fc.integer({ min: -30, max: 30 }),
        fc.integer({ min: 1, max: 6 }),
        async (operations, splitHour, pageSize) => {
          await begin();
          try {
            await doAll(operations);
            const split = NOON_MS + splitHour * HOUR_MS;
            const end = NOON_MS + 40 * HOUR_MS;
            for (const subject of [
              ['contract', 'contract-1'],
              ['card', 'card-1'],
            ] as const) {
              const whole = await read(subject, 0, end, 1000);
              const before = await read(subject, 0, split, pageSize);
              const after = await read(subject, split, end, pageSize);
              for (const part of [whole, before, after]) {
                expect(part.totals).toEqual(totalsOf(part.lines));
              }
              expect([...before.lines, ...after.lines]).toEqual(whole.lines);
              expect(after.openingMinor).toBe(before.closingMinor);
              expect(after.closingMinor).toBe(whole.closingMinor);
            }
          } finally {
            await bench.dispose();
          }
        },
      ),
      { numRuns: 12 },
    );
    await begin();
  });

  it('[O-17] shows what a client has paid for vouchers, and its balance is that of its account (I3)', async () => {
    await begin();
    const talon = { voucherId: 'talon-1', productId: 'diesel', nominalMl: 20_000 };
    const terms = { priceMinorPerLitre: 6_000, validTo: '2030-12-31', stationIds: null };
    const base = { workstationId: null, atMs: NOON_MS, commandId: nextId() };
    const vouchers = [{ ...talon, ...terms }];
    const asked = { kind: 'voucher.issue', contractId: 'contract-1', vouchers } as const;
    await ask(bench.store, { ...base, ...asked });
    const paid = await read(['contract', 'contract-1'], 0, NOON_MS + HOUR_MS, 10);
    const [, line] = paid.lines;
    expect(line).toMatchObject({ kind: 'voucher', amountMinor: -120_000, lineId: base.commandId });
    expect(paid.totals).toMatchObject({ voucherMinor: 120_000 });
    expect(paid.closingMinor).toBe(9_000_000_000 - 120_000);
    const later = await read(
      ['contract', 'contract-1'],
      NOON_MS + HOUR_MS,
      NOON_MS + 24 * HOUR_MS,
      10,
    );
    expect(later.openingMinor).toBe(paid.closingMinor);
  });

  it('[O-17] shows a captured sale with everything a line needs, and no open hold', async () => {
    await begin();
    const saleId = nextId();
    await ask(bench.store, authorize(saleId, 20_000));
    await ask(bench.store, authorize(nextId(), 1_000));
    await ask(bench.store, capture(nextId(), saleId, 10_000));
    const { lines, openingMinor, closingMinor } = await read(
      ['contract', 'contract-1'],
      NOON_MS,
      NOON_MS + 1,
      10,
    );
    expect(lines).toEqual([
      {
        lineId: saleId,
        kind: 'sale',
        atMs: NOON_MS,
        cardId: 'card-1',
        panMasked: '•••• 1234',
        stationId: 'station-1',
        stationName: 'АЗС 1',
        productId: 'diesel',
        productName: 'ДТ',
        pumpNumber: 1,
        volumeMl: 10_000,
        priceMinorPerLitre: 29_500,
        amountMinor: -295_000,
        vatRateBp: 1600,
        vatMinor: 40_690,
        mode: 'online',
        enteredBy: null,
        slipNumber: 1,
        effectiveAtMs: NOON_MS,
        listPriceMinorPerLitre: 29_500,
        discountMinor: 0,
        linkedId: null,
        text: null,
        alerts: [],
      },
    ]);
    expect(lines.map((line) => statementLine.parse(line))).toEqual(lines);
    expect(openingMinor! - closingMinor!).toBe(295_000);
  });

  it('has a title, a zone and a currency; nobody has none', async () => {
    await begin();
    const { statements } = bench.store.stores;
    expect(await statements.subject('contract', 'contract-1')).toEqual({
      title: 'contract-1 ТОО «Рейс»',
      zone: 'Asia/Almaty',
      currency: 'KZT',
    });
    expect(await statements.subject('card', 'card-1')).toMatchObject({ title: '•••• 1234' });
    expect(await statements.subject('card', 'nobody')).toBeNull();
  });

  it('is empty after a cursor that it never gave', async () => {
    await begin();
    const span = { fromMs: 0, toMs: NOON_MS, limit: 10, clientId: null };
    const page = await bench.store.stores.statements.statement({
      subjectKind: 'contract',
      subjectId: 'contract-1',
      cursor: 'somewhere',
      ...span,
    });
    expect(page.lines).toEqual([]);
    expect(page.totals.topUpMinor).toBe(9_000_000_000);
  });
});
