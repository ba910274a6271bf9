import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountDeltas, applyDelta, newAccount, type Account } from '#domain/ledger/ledger.ts';
import {
  captureTransfers,
  holdTransfer,
  lateTransfers,
  refundTransfers,
  reverseTransfer,
} from '#domain/ledger/sale-transfers.ts';
import type { TransferStep } from '#domain/ledger/ledger.ts';
import { refunded, type Refund } from '#domain/sale/refund.ts';
import { captured, NOT_CAPTURED, type Sale } from '#domain/sale/sale.ts';
import { linesFor, totalOf, type Tariff } from '#domain/sale/tariff.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { anyTariff } from '#test/support/tariffs.ts';

function heldSale(tariff: Tariff, holdVolumeMl: number): Sale {
  return {
    saleId: 's1',
    cardId: 'card-1',
    contractId: 'c',
    stationId: 'station-1',
    workstationId: 'desk-1',
    operatorId: 'user-1',
    pumpNumber: 1,
    productId: 'diesel',
    priceMinorPerLitre: tariff.priceMinorPerLitre,
    vatRateBp: tariff.vatRateBp,
    mode: 'online',
    state: 'held',
    authorizedAtMs: NOON_MS,
    holdAmountMinor: totalOf(tariff, holdVolumeMl),
    holdVolumeMl,
    toleranceMl: 5_000,
    parts: [],
    lines: linesFor(tariff, holdVolumeMl),
    alerts: [],
    ...NOT_CAPTURED,
  };
}

function balances(steps: readonly TransferStep[]): Map<string, Account> {
  const accounts = new Map<string, Account>();
  for (const step of steps) {
    for (const delta of accountDeltas(step)) {
      const before = accounts.get(delta.accountId) ?? newAccount(delta.accountId);
      accounts.set(delta.accountId, applyDelta(before, delta));
    }
  }
  return accounts;
}

const volumes = fc.integer({ min: 1, max: 500_000 });
const refundOf = (sale: Sale, volumeMl: number): Refund => {
  const { lines, amountMinor, vatMinor, feeMinor } = refunded(sale, volumeMl);
  return {
    refundId: 'r1',
    saleId: 's1',
    contractId: 'c',
    cardId: 'card-1',
    stationId: 'elsewhere',
    workstationId: null,
    operatorId: 'user-1',
    to: 'account',
    reason: 'бак полон',
    volumeMl,
    lines,
    amountMinor,
    vatMinor,
    feeMinor,
    refundedAtMs: NOON_MS,
    bookedAtMs: NOON_MS,
    slipNumber: null,
  };
};

describe('the transfers of a fill', () => {
  it('[I3] move its amount to the station and each fee, leave nothing pending, and come back whole', () => {
    fc.assert(
      fc.property(anyTariff, volumes, fc.nat({ max: 505_000 }), (tariff, holdMl, ask) => {
        const held = heldSale(tariff, holdMl);
        const soldMl = 1 + (ask % (holdMl + 5_000));
        const sale = captured(held, { volumeMl: soldMl, capturedAtMs: NOON_MS, slipNumber: 1 });
        const steps = [holdTransfer(held, 'KZT'), ...captureTransfers(sale, 'KZT')];
        const after = balances(steps);
        const contract = after.get('contract/c');
        expect(contract).toMatchObject({
          debitsPostedMinor: sale.amountMinor,
          debitsPendingMinor: 0,
        });
        const fuelMinor = sale.amountMinor - sale.feeMinor;
        expect(after.get('revenue/station-1/KZT')?.creditsPostedMinor).toBe(fuelMinor);
        expect(after.get('fees/KZT')?.creditsPostedMinor ?? 0).toBe(sale.feeMinor);
        const accounts = { currency: 'KZT', stationId: 'station-1', isClosed: false };
        const back = balances([...steps, ...refundTransfers(refundOf(sale, soldMl), accounts)]);
        for (const { debitsPostedMinor, creditsPostedMinor } of back.values()) {
          expect(creditsPostedMinor).toBe(debitsPostedMinor);
        }
      }),
    );
  });

  it('a hold that was given up and told late moves the same, from no reserve', () => {
    fc.assert(
      fc.property(anyTariff, volumes, (tariff, holdMl) => {
        const held = heldSale(tariff, holdMl);
        const sale = captured(held, { volumeMl: holdMl, capturedAtMs: NOON_MS, slipNumber: 1 });
        const given = [holdTransfer(held, 'KZT'), reverseTransfer(held, 'KZT')];
        const after = balances([...given, ...lateTransfers(sale, 'KZT')]);
        expect(after.get('contract/c')).toMatchObject({
          debitsPostedMinor: sale.amountMinor,
          debitsPendingMinor: 0,
        });
      }),
    );
  });

  it('a closed contract is owed its refund, and cannot spend it', () => {
    const tariff: Tariff = {
      productId: 'diesel',
      listPriceMinorPerLitre: 1000,
      priceMinorPerLitre: 1000,
      vatRateBp: 1600,
      fees: [],
    };
    const held = heldSale(tariff, 10_000);
    const sale = captured(held, { volumeMl: 10_000, capturedAtMs: NOON_MS, slipNumber: 1 });
    const accounts = { currency: 'KZT', stationId: 'station-1', isClosed: true };
    const after = balances(refundTransfers(refundOf(sale, 4_000), accounts));
    expect(after.get('refunds/c')?.creditsPostedMinor).toBe(4_000);
    const contract = after.get('contract/c');
    expect(contract?.debitsPostedMinor).toBe(contract?.creditsPostedMinor);
  });
});
