// What a desk of an invented network sells: a contract with a discount, a fee and a tolerance.
import { captured, NOT_CAPTURED, type Sale } from '#domain/sale/sale.ts';
import { linesFor, tariffOf } from '#domain/sale/tariff.ts';
import { refunded } from '#domain/sale/refund.ts';
import type { BridgeAnswer, Fill, Slip } from '#protocol/bridge.ts';
import * as office from './office-samples.ts';
import { nowMs } from './samples.ts';

const minuteMs = 60_000;
const dated = { fromDate: '2026-01-01', untilDate: null };
const [firstCard] = office.cards;
const [firstContract] = office.contracts;
const [, , diesel] = office.products.rows;
if (firstCard === undefined || firstContract === undefined || diesel === undefined) {
  throw new Error('the office has cards, contracts and products');
}

const contract = {
  ...firstContract,
  terms: {
    captureTolerance: { by: 'volume', volumeMl: 500 },
    fees: [
      {
        ...dated,
        feeId: 'fee-1',
        name: 'Сервисный сбор',
        charge: { by: 'fill', amountMinor: 15_000 },
        vatRateBp: null,
      },
    ],
    discounts: [
      {
        ...dated,
        discountId: 'd-1',
        scopeKind: 'group',
        scopeId: 'g-diesel',
        reduction: { by: 'litre', minorPerLitre: 700 },
      },
    ],
  },
} as const satisfies typeof firstContract;

const card = { ...firstCard, pinRequired: false };

export const cardView: BridgeAnswer<'card:find'> = {
  card,
  contract: {
    ...contract,
    terms: {
      ...contract.terms,
      fees: [...contract.terms.fees],
      discounts: [...contract.terms.discounts],
    },
  },
  limits: [],
  rules: [],
  remainders: office.remainders.map((one) =>
    one.measure === 'count' ? { ...one, used: 1, left: 2 } : { ...one, left: one.total },
  ),
  recentFills: [
    {
      saleId: '0199f2c4-7d3e-7a10-8c55-0d2f6c1b9a01',
      stationId: 'st-1',
      pumpNumber: 1,
      volumeMl: 40_000,
      amountMinor: 1_167_000,
      authorizedAtMs: nowMs - 4 * minuteMs,
    },
  ],
  source: 'online',
  asOfMs: nowMs - 2_000,
};

const tariff = tariffOf({
  product: diesel,
  listPriceMinorPerLitre: 29_500,
  vatRateBp: 1_200,
  terms: contract.terms,
  atMs: nowMs,
  zone: contract.zone,
});

function heldSale(pumpNumber: number, holdVolumeMl: number, atMs: number): Sale {
  return {
    saleId: `0199f2c4-7d3e-7a10-8c55-0d2f6c1b9b0${pumpNumber}`,
    cardId: card.cardId,
    contractId: contract.contractId,
    stationId: 'st-1',
    workstationId: 'ws-7',
    operatorId: 'u-operator',
    pumpNumber,
    productId: tariff.productId,
    priceMinorPerLitre: tariff.priceMinorPerLitre,
    vatRateBp: tariff.vatRateBp,
    mode: 'online',
    state: 'held',
    authorizedAtMs: atMs,
    holdAmountMinor: 1_167_000,
    holdVolumeMl,
    toleranceMl: 500,
    parts: [],
    lines: linesFor(tariff, holdVolumeMl),
    alerts: [],
    ...NOT_CAPTURED,
  };
}

function fillOf(sale: Sale, sent: boolean): Fill {
  return {
    sale: { ...sale, parts: [...sale.parts], lines: [...sale.lines] },
    panMasked: card.panMasked,
    productName: diesel?.name ?? '',
    currency: 'KZT',
    stale: false,
    sent,
  };
}

const sold = captured(heldSale(4, 40_000, nowMs - 9 * minuteMs), {
  volumeMl: 40_000,
  capturedAtMs: nowMs - 6 * minuteMs,
  slipNumber: 318,
});

const heldAbove: Sale = {
  ...heldSale(3, 40_000, nowMs - 3 * minuteMs),
  alerts: [
    {
      limitId: 'l-day',
      allowanceKey: 'limit/l-day/day:2026-11-21',
      subjectKind: 'card',
      measure: 'volume',
      period: 'day',
      amount: 60_000,
      above: 12_500,
    },
  ],
};
export const openFill = fillOf(heldAbove, false);
export const soldFill = fillOf(sold, true);

/** A paper slip above what the card had left that day. */
export const enteredSlip: BridgeAnswer<'sale:enterPreview'> = {
  sale: { ...sold, parts: [...sold.parts], lines: [...sold.lines] },
  preview: {
    passes: false,
    code: 'LIMIT_EXCEEDED',
    params: {},
    given: null,
    largest: { volumeMl: 0, amountMinor: 0 },
    priceMinorPerLitre: tariff.priceMinorPerLitre,
    alerts: [],
    remainders: [...office.remainders],
  },
  leftToday: 7,
};

const given = refunded(sold, 12_500);
const slipHead = {
  slipNumber: 319,
  sellerName: 'Степь Ойл',
  sellerTaxId: '040840001234',
  stationName: 'АЗС № 14 «Капшагай»',
  stationAddress: 'Алматинская обл., трасса А-3, 71 км',
  zone: 'Asia/Almaty',
  atMs: nowMs,
  workstationName: 'Касса 1',
  panMasked: card.panMasked,
  contractNumber: contract.number,
  productName: diesel.name,
  pumpNumber: 4,
  priceMinorPerLitre: tariff.priceMinorPerLitre,
  vatRateBp: 1_200,
  currency: 'KZT',
  mode: 'online',
  operatorName: 'Айгерим Сапарова',
} as const;

export const saleSlip: Slip = {
  ...slipHead,
  slipNumber: 318,
  kind: 'sale',
  saleSlipNumber: null,
  volumeMl: sold.volumeMl,
  lines: [...sold.lines],
  amountMinor: sold.amountMinor,
  vatMinor: sold.vatMinor,
  remainders: [...office.remainders],
};

export const refundSlip: Slip = {
  ...slipHead,
  kind: 'refund',
  saleSlipNumber: 318,
  volumeMl: 12_500,
  lines: [...given.lines],
  amountMinor: given.amountMinor,
  vatMinor: given.vatMinor,
  remainders: [],
};
