// What the office of an invented network would see: cards, contracts, a month of operations.
import { totalsOf } from '#domain/statement/totals.ts';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import { amountOf } from '#domain/money/money.ts';
import { vatOf } from '#domain/money/vat.ts';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import type { RegisterPreview } from '#protocol/records/registers.ts';
import type {
  CardRecord,
  ContractRecord,
  LimitRecord,
  RemainderRecord,
} from '#protocol/records.ts';
import type { StatementLine } from '#protocol/records/statement.ts';
import { nowMs, station } from './samples.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const vatRateBp = 1200;

const fuels = [
  { productId: 'p-95', name: 'АИ-95', groupId: 'g-petrol', price: 22_500 },
  { productId: 'p-92', name: 'АИ-92', groupId: 'g-petrol', price: 20_500 },
  { productId: 'p-dt', name: 'ДТ летнее', groupId: 'g-diesel', price: 29_500 },
  { productId: 'p-lpg', name: 'СУГ', groupId: 'g-gas', price: 9_800 },
] as const;

export const products: BridgeAnswer<'product:list'> = {
  rows: fuels.map(({ productId, name, groupId }) => ({ productId, name, groupId, unit: 'litre' })),
  nextCursor: null,
  asOfMs: nowMs - 2000,
};

export const officeStation: BridgeAnswer<'station:context'> = {
  ...station,
  products: fuels.map(({ price, ...fuel }, index) => ({
    product: { ...fuel, unit: 'litre' },
    priceMinorPerLitre: index === 3 ? null : price,
  })),
  groups: [
    { groupId: 'g-petrol', name: 'Бензин' },
    { groupId: 'g-diesel', name: 'Дизель' },
    { groupId: 'g-gas', name: 'Газ' },
  ],
};

const clients = [
  'ТОО «Жетісу Логистик»',
  'ООО «Северный путь»',
  'ТОО «Алатау Агро»',
  'АО «Каскелен Молоко»',
  'ИП Нургалиев',
  'ТОО «Дала Транс Сервис»',
] as const;

export const contracts: readonly ContractRecord[] = Array.from({ length: 42 }, (_, index) => ({
  contractId: `ct-${index + 1}`,
  clientId: `cl-${index + 1}`,
  clientName: clients[index % clients.length] ?? '',
  number: `Д-${1041 + index}/26`,
  currency: index % 7 === 1 ? 'RUB' : 'KZT',
  zone: index % 7 === 1 ? 'Europe/Moscow' : 'Asia/Almaty',
  state: index === 2 ? 'draft' : index % 11 === 5 ? 'closed' : 'signed',
  creditLimitMinor: index % 3 === 0 ? 50_000_000 : 0,
  depositsMinor: 128_450_000 + index * 1_234_500,
  terms: { captureTolerance: null, fees: [], discounts: [] },
}));

const holders = ['Ержан Садыков', 'Мария Ким', 'Олег Петренко', 'Әсем Төлеген', 'Иван Гусев'];
const states: readonly CardRecord['state'][] = ['active', 'active', 'active', 'blocked', 'active'];

export const cards: readonly CardRecord[] = Array.from({ length: 320 }, (_, index) => ({
  cardId: `card-${index + 1}`,
  contractId: 'ct-1',
  groupId: index % 3 === 0 ? 'g-3' : index % 5 === 1 ? 'g-2' : null,
  panMasked: `•••• ${String(1000 + index * 17).slice(-4)}`,
  state: index === 8 ? 'expired' : index === 11 ? 'lost' : (states[index % 5] ?? 'active'),
  blockReason: index % 5 === 3 && index !== 8 ? (index % 2 === 0 ? 'theft' : 'client') : null,
  expiresOn: index % 4 === 0 ? null : '2028-12-31',
  transactionMaxMinor: index % 2 === 0 ? 4_500_000 : null,
  transactionMaxMl: 200_000,
  tankCapacityMl: 60_000 + (index % 5) * 20_000,
  productIds: index % 3 === 0 ? ['p-dt', 'p-95'] : null,
  stationIds: null,
  pinRequired: index % 2 === 0,
  pinTriesUsed: 0,
  offlinePolicy: index % 9 === 0 ? 'never' : index % 2 === 0 ? 'home' : 'everywhere',
  holder: holders[index % holders.length] ?? null,
  vehicle: index % 6 === 5 ? null : `${String(101 + index).padStart(3, '0')} ABC 02`,
}));

export const limits: readonly LimitRecord[] = [
  limit('l-1', 'card', { scopeKind: 'all', scopeId: null, measure: 'volume', amount: 120_000 }),
  {
    ...limit('l-2', 'card', {
      scopeKind: 'group',
      scopeId: 'g-diesel',
      measure: 'money',
      amount: 35_000_000,
    }),
    period: 'month',
  },
  limit('l-3', 'card', { scopeKind: 'all', scopeId: null, measure: 'count', amount: 3 }),
  {
    ...limit('l-4', 'contract', {
      scopeKind: 'product',
      scopeId: 'p-95',
      measure: 'volume',
      amount: 4_000_000,
    }),
    period: 'week',
  },
];

const used: Readonly<Record<string, number>> = {
  'l-1': 84_500,
  'l-2': 12_340_050,
  'l-3': 3,
  'l-4': 1_250_300,
};

export const remainders: readonly RemainderRecord[] = [
  ...limits.map((one) => remainder(one, used[one.limitId] ?? 0)),
  {
    allowanceKey: 'money/ct-1',
    owner: 'contract',
    limitId: null,
    scopeKind: 'all',
    scopeId: null,
    measure: 'money',
    period: null,
    total: 178_450_000,
    used: 96_210_340,
    left: 82_239_660,
    nextResetAtMs: null,
    action: 'decline',
    countsNow: true,
  },
];

function limit(
  limitId: string,
  subjectKind: LimitRecord['subjectKind'],
  what: Pick<LimitRecord, 'scopeKind' | 'scopeId' | 'measure' | 'amount'>,
): LimitRecord {
  const subjectId = subjectKind === 'card' ? 'card-1' : 'ct-1';
  return { ...PLAIN_TERMS, limitId, subjectKind, subjectId, ...what, period: 'day' };
}

function remainder(one: LimitRecord, usedNow: number): RemainderRecord {
  const { limitId, subjectKind, scopeKind, scopeId, measure, amount, period } = one;
  return {
    allowanceKey: `limit/${limitId}/now`,
    owner: subjectKind,
    limitId,
    scopeKind,
    scopeId,
    measure,
    period,
    total: amount,
    used: usedNow,
    left: Math.max(0, amount - usedNow),
    nextResetAtMs: nowMs + 9 * hourMs,
    action: one.action,
    countsNow: true,
  };
}

export const history: BridgeAnswer<'limit:history'> = {
  versions: [
    { amount: 140_000, fromMs: nowMs + 9 * dayMs, userName: 'Тимур Алиев' },
    { amount: 120_000, fromMs: nowMs - 40 * dayMs, userName: 'Тимур Алиев' },
    { amount: 100_000, fromMs: nowMs - 200 * dayMs, userName: null },
  ].map(({ amount, ...version }) => {
    const { scheduled: _none, ...terms } = PLAIN_TERMS;
    const atMs = Math.min(version.fromMs, nowMs - hourMs);
    return { ...version, limitId: 'l-1', terms: { ...terms, amount }, atMs };
  }),
};

export const refusedPurchase: BridgeAnswer<'sale:preview'> = {
  passes: false,
  code: 'LIMIT_EXCEEDED',
  params: {
    rule: 'limit',
    owner: 'card',
    period: 'day',
    measure: 'volume',
    totalMl: 120_000,
    usedMl: 84_500,
    leftMl: 35_500,
    largestVolumeMl: 35_500,
    largestAmountMinor: amountOf(22_500, 35_500),
    nextResetAtMs: nowMs + 9 * hourMs,
    liftedBy: 'client',
  },
  given: null,
  largest: { volumeMl: 35_500, amountMinor: amountOf(22_500, 35_500) },
  priceMinorPerLitre: 22_500,
  alerts: [],
  remainders: [...remainders],
};

const stationNames = ['АЗС № 14 «Капшагай»', 'АЗС № 15 «Талгар»', 'АЗС № 21 «Қаскелең»'];

const alerted: StatementLine['alerts'][number] = {
  limitId: 'l-day',
  allowanceKey: 'limit/l-day/day:2026-11-20',
  subjectKind: 'card',
  measure: 'volume',
  period: 'day',
  amount: 60_000,
  above: 12_500,
};

function saleLine(index: number): StatementLine {
  const fuel = fuels[(index * 7) % fuels.length] ?? fuels[0];
  const volumeMl = 18_000 + ((index * 7919) % 62_000);
  const amountMinor = amountOf(fuel.price, volumeMl);
  return {
    lineId: `s-${index}`,
    kind: 'sale',
    atMs: nowMs - index * 97 * minuteMs,
    cardId: `card-${1 + (index % 9)}`,
    panMasked: cards[index % 9]?.panMasked ?? null,
    stationId: `st-${1 + (index % 3)}`,
    stationName: stationNames[index % 3] ?? null,
    productId: fuel.productId,
    productName: fuel.name,
    pumpNumber: 1 + (index % 6),
    volumeMl,
    priceMinorPerLitre: fuel.price,
    amountMinor: -amountMinor,
    vatRateBp,
    vatMinor: vatOf(amountMinor, vatRateBp),
    mode: index % 13 === 4 ? 'offline' : 'online',
    enteredBy: null,
    slipNumber: 20_400 - index,
    effectiveAtMs: null,
    listPriceMinorPerLitre: fuel.price,
    discountMinor: 0,
    alerts: index % 11 === 3 ? [alerted] : [],
    linkedId: null,
    text: null,
  };
}

function topUpLine(index: number): StatementLine {
  return {
    ...saleLine(index),
    lineId: `t-${index}`,
    kind: 'top-up',
    cardId: null,
    panMasked: null,
    stationId: null,
    stationName: null,
    productId: null,
    productName: null,
    pumpNumber: null,
    volumeMl: 0,
    priceMinorPerLitre: null,
    amountMinor: 30_000_000,
    vatRateBp: null,
    vatMinor: 0,
    mode: null,
    slipNumber: null,
  };
}

const saleLines = Array.from({ length: 286 }, (_, index) => saleLine(index));
const contractLines = saleLines.flatMap((line, index) =>
  index % 90 === 40 ? [line, topUpLine(index)] : [line],
);

function statement(
  subjectKind: 'card' | 'contract',
  lines: readonly StatementLine[],
): BridgeAnswer<'statement:get'> {
  const sum = (of: (line: StatementLine) => number): number =>
    lines.reduce((total, line) => total + of(line), 0);
  const saleAmountMinor = sum((line) => (line.kind === 'sale' ? -line.amountMinor : 0));
  const topUpMinor = sum((line) => (line.kind === 'top-up' ? line.amountMinor : 0));
  const isContract = subjectKind === 'contract';
  const openingMinor = 214_300_550;
  return {
    subjectKind,
    subjectId: isContract ? 'ct-1' : 'card-1',
    title: isContract ? 'Д-1041/26 ТОО «Жетісу Логистик»' : '•••• 1000 Ержан Садыков',
    currency: 'KZT',
    zone: 'Asia/Almaty',
    fromMs: nowMs - 20 * dayMs,
    toMs: nowMs,
    asOfMs: nowMs - 3000,
    openingMinor: isContract ? openingMinor : null,
    closingMinor: isContract ? openingMinor + topUpMinor - saleAmountMinor : null,
    totals: totalsOf(lines),
    lines: [...lines],
    nextCursor: null,
    source: 'online',
  };
}

export const contractStatement = statement('contract', contractLines);
export const cardStatement = statement(
  'card',
  saleLines.filter((_, index) => index % 9 === 0),
);

export const goodPreview: RegisterPreview = {
  jobId: '0192f1c0-4b7a-7d3e-8a51-3a6be2f0c201',
  register: 'clients',
  fileName: 'customers.csv',
  columns: ['CustomerID', 'Segment', 'Currency'],
  rowCount: 30_571,
  sample: Array.from({ length: 20 }, (_, index) => ({
    sourceId: String(3 + index * 2),
    name: String(3 + index * 2),
    country: index % 3 === 0 ? 'SK' : 'CZ',
    currency: index % 3 === 0 ? 'EUR' : 'CZK',
    taxId: null,
    segment: index % 2 === 0 ? 'SME' : 'LAM',
  })),
  badRows: [],
  badRowCount: 0,
  duplicateCount: 4,
  newGroupCount: 0,
};

export const badPreview: RegisterPreview = {
  ...goodPreview,
  fileName: 'клиенты октябрь.csv',
  rowCount: 214,
  duplicateCount: 1,
  badRowCount: 5,
  badRows: [
    bad(12, 'Страна', 'FIELD_REQUIRED', { field: 'country' }),
    bad(40, 'БИН', 'INN_INVALID', { field: 'taxId' }),
    bad(41, 'БИН', 'INN_INVALID', { field: 'taxId' }),
    bad(77, 'Валюта', 'FIELD_INVALID', { field: 'currency' }),
    bad(190, 'Код', 'FIELD_INVALID', { field: 'sourceId', reason: 'duplicate' }),
  ],
};

function bad(
  line: number,
  column: string,
  code: string,
  params: Record<string, string>,
): RegisterPreview['badRows'][number] {
  return { line, column, code, params };
}

export const passing: BridgeAnswer<'sale:preview'> = {
  passes: true,
  code: null,
  params: {},
  given: { volumeMl: 30_000, amountMinor: 864_000, count: 1 },
  largest: { volumeMl: 120_000, amountMinor: 3_456_000 },
  priceMinorPerLitre: 28_800,
  alerts: [],
  remainders: [],
};

export const barred: BridgeAnswer<'sale:preview'> = {
  ...passing,
  passes: false,
  code: 'INSUFFICIENT_FUNDS',
  params: {
    totalMinor: 345_600,
    usedMinor: 0,
    leftMinor: 345_600,
    largestVolumeMl: 12_000,
    liftedBy: 'accountant',
  },
  given: null,
};

export const voiceCode: BridgeAnswer<'voice:reserve'> = {
  saleId: '0199f2c4-7d3e-7a10-8c55-0d2f6c1b9a55',
  code: '40718263',
  holdAmountMinor: 864_000,
  priceMinorPerLitre: 28_800,
};
