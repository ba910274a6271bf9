import { describe, expect, it } from 'vitest';
import type { FoundOperation } from '#protocol/records/history.ts';
import { operationFacts } from '#features/statement/search/operation-facts.ts';
import { makeFormat } from '#ui/format/format.ts';

const payment: FoundOperation = {
  lineId: 'pay-1',
  kind: 'top-up',
  atMs: Date.UTC(2026, 10, 21, 19, 30),
  effectiveAtMs: Date.UTC(2026, 10, 21, 19, 30),
  cardId: null,
  panMasked: null,
  stationId: null,
  stationName: null,
  productId: null,
  productName: null,
  pumpNumber: null,
  volumeMl: 0,
  priceMinorPerLitre: null,
  listPriceMinorPerLitre: null,
  discountMinor: 0,
  amountMinor: 5_000_000,
  vatRateBp: null,
  vatMinor: 0,
  mode: null,
  enteredBy: null,
  slipNumber: null,
  linkedId: null,
  text: 'п/п 14',
  alerts: [],
  contractId: 'ct-1',
  contractNumber: 'Д-1',
  clientName: 'Клиент',
  currency: 'KZT',
  zone: 'Asia/Almaty',
};
const format = makeFormat('ru', payment.zone);
const factsOf = (operation: FoundOperation): Record<string, string> =>
  Object.fromEntries(
    operationFacts(operation, format, (key) => key).map(({ name, value }) => [name, value]),
  );

describe('an operation that was found', () => {
  it('tells a payment by its moment in the contract’s zone, its amount, reason and id alone', () => {
    expect(factsOf(payment)).toEqual({
      'statement.operations.booked': '22.11.2026, 00:30:00 UTC+5',
      'statement.column.amount': format.money(5_000_000, 'KZT'),
      'statement.operations.note': 'п/п 14',
      'statement.operations.id': 'pay-1',
    });
  });

  it('tells who entered a fill by hand, and why', () => {
    const entered = { ...payment, mode: 'entered', enteredBy: 'Иванова А.' } as const;
    expect(factsOf({ ...entered, text: 'отключение света' })).toMatchObject({
      'statement.operations.enteredBy': 'Иванова А.',
      'statement.operations.note': 'отключение света',
    });
  });

  it('tells when a late sale happened beside when it was booked', () => {
    const late = { ...payment, effectiveAtMs: payment.atMs - 60_000 };
    expect(factsOf(late)['statement.operations.happened']).toBe('22.11.2026, 00:29:00 UTC+5');
  });
});
