import { describe, expect, it } from 'vitest';
import { canonicalText } from '#domain/journal/chain.ts';
import { saleCaptured, saleHeld } from '#protocol/journal.ts';

const fuel = {
  vatRateBp: 2_000,
  vatMinor: 10_000,
  amountMinor: 60_000,
  kind: 'fuel',
  volumeMl: 10_000,
  productId: 'dt',
  discountMinor: 0,
  priceMinorPerLitre: 6_000,
  listPriceMinorPerLitre: 6_000,
};
const held = {
  saleId: '01a20310-6e43-771d-8419-766273f469f8',
  vatRateBp: 2_000,
  toleranceMl: 0,
  stationId: 'station-1',
  pumpNumber: 1,
  productId: 'dt',
  priceMinorPerLitre: 6_000,
  parts: [{ measure: 'money', leaseId: null, held: 60_000, allowanceKey: 'money/client-1' }],
  operatorId: 'till',
  mode: 'offline',
  lines: [fuel],
  holdVolumeMl: 10_000,
  holdAmountMinor: 60_000,
  cardId: 'card-1',
  authorizedAtMs: 1_795_262_400_000,
};

describe('the body of a line, however its sender orders it', () => {
  it('is canonical as the schema of a hold makes it', () => {
    const body = saleHeld.parse(held);
    expect(JSON.stringify(body)).toBe(canonicalText(body));
  });

  it('is canonical as the schema of a capture makes it', () => {
    const { saleId } = held;
    const given = { volumeMl: 1, vatMinor: 1, slipNumber: 1, saleId, amountMinor: 6 };
    const body = saleCaptured.parse(given);
    expect(JSON.stringify(body)).toBe(canonicalText(body));
  });
});
