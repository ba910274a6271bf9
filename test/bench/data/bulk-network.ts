import { maskPan, withLuhn } from '#domain/card/pan.ts';
import { NEW_CARD, type Card } from '#domain/card/card.ts';
import type { LimitRecord } from '#protocol/records.ts';
import type { BulkCard, BulkNetwork } from '#service/bulk-ports.ts';
import { cardLimits, contractLimits } from '../limits.ts';

export const PRODUCT = 'dt';
export const WORKSTATION = 'desk-0';
export const STATIONS = 50;
export const CARDS_PER_CONTRACT = 50;
export const PRICE_MINOR_PER_LITRE = 6_000;
const CREDIT_MINOR = 900_000_000_000;

export interface NetworkSize {
  readonly cards: number;
  readonly stations: number;
  readonly atMs: number;
}

export const cardId = (index: number): string => `card-${index}`;
export const contractId = (index: number): string => `contract-${index}`;
export const stationId = (index: number): string => `station-${index}`;
export const contractOfCard = (card: number): string =>
  contractId(Math.floor(card / CARDS_PER_CONTRACT));

const numbered = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

/** Stations, one fuel, contracts with two limits each and no cards yet. */
export function officeOf({ cards, stations, atMs }: NetworkSize): BulkNetwork {
  const contracts = numbered(Math.ceil(cards / CARDS_PER_CONTRACT));
  return {
    stations: numbered(stations).map(station),
    groups: [{ groupId: 'fuel', name: 'Fuel' }],
    products: [{ productId: PRODUCT, name: 'Diesel', unit: 'litre', groupId: 'fuel' }],
    prices: numbered(stations).map((n) => ({
      stationId: stationId(n),
      productId: PRODUCT,
      fromMs: atMs,
      priceMinorPerLitre: PRICE_MINOR_PER_LITRE,
      currency: 'RUB',
    })),
    clients: contracts.map(client),
    contracts: contracts.map(contract),
    cards: [],
    limits: contracts.flatMap((n) => limitsOf(contractLimits(contractId(n)))),
  };
}

/** A piece of the network's cards with four limits each. */
export function cardsOf(from: number, count: number): BulkNetwork {
  const indexes = numbered(count).map((n) => from + n);
  return {
    ...NOTHING,
    cards: indexes.map(bulkCard),
    limits: indexes.flatMap((n) => limitsOf(cardLimits(cardId(n), PRODUCT))),
  };
}

const NOTHING: BulkNetwork = {
  stations: [],
  groups: [],
  products: [],
  prices: [],
  clients: [],
  contracts: [],
  cards: [],
  limits: [],
};

function limitsOf(settings: readonly { limit: LimitRecord }[]): readonly LimitRecord[] {
  return settings.map(({ limit }) => limit);
}

function station(n: number): BulkNetwork['stations'][number] {
  const place = {
    zone: 'Europe/Moscow',
    country: 'RU',
    address: null,
  } as const;
  return {
    stationId: stationId(n),
    name: `Station ${n}`,
    ...place,
    owner: 'own',
    pumpCount: 8,
  };
}

function client(n: number): BulkNetwork['clients'][number] {
  const nothing = {
    taxId: null,
    segment: null,
    contactName: null,
    phone: null,
    email: null,
  };
  return {
    clientId: `client-${n}`,
    name: `Client ${n}`,
    country: 'RU',
    ...nothing,
  };
}

function contract(n: number): BulkNetwork['contracts'][number] {
  return {
    contractId: contractId(n),
    clientId: `client-${n}`,
    number: `C-${n}`,
    currency: 'RUB',
    zone: 'Europe/Moscow',
    state: 'signed',
    creditLimitMinor: CREDIT_MINOR,
    depositsMinor: 0,
    terms: { captureTolerance: null, fees: [], discounts: [] },
  };
}

export function bulkCard(n: number): BulkCard {
  const pan = withLuhn(`999900${String(n).padStart(9, '0')}`);
  return {
    card: { ...cardStateOf(n), panMasked: maskPan(pan) },
    panHash: hashOf(n),
    pinVerifier: null,
  };
}

/** Stands for the keyed hash of a number: as long, and as scattered over its index. */
function hashOf(n: number): string {
  const scattered = Math.imul(n + 1, 0x9e3779b1) >>> 0;
  return scattered.toString(16).padStart(8, '0').repeat(7) + n.toString(16).padStart(8, '0');
}

function cardStateOf(n: number): Omit<Card, 'panMasked'> {
  return {
    ...NEW_CARD,
    cardId: cardId(n),
    contractId: contractOfCard(n),
    expiresOn: '2039-12-31',
    tankCapacityMl: 600_000,
    offlinePolicy: 'everywhere',
    holder: `Driver ${n}`,
    vehicle: `A${String(n % 1_000_000).padStart(6, '0')}BC`,
  };
}
