import { NEW_CARD, type Card } from '#domain/card/card.ts';
import { maskPan, withLuhn } from '#domain/card/pan.ts';
import type { Contract } from '#domain/contract/contract.ts';
import { demoCards } from '#domain/demo/demo-cards.ts';
import { PLAIN_TERMS, type Limit } from '#domain/limit/limit.ts';
import type { Product } from '#domain/product/product.ts';
import type { ClientRecord, ProductGroupRecord, StationRecord } from '#protocol/records.ts';
import type { DemoCard, DemoNetwork, DemoSize } from './model.ts';
import { address, email, firmName, personName, phone, plate, taxId } from './names.ts';
import type { DemoCountry } from './names.ts';
import { pricesOf } from './prices.ts';
import { Random } from './random.ts';

const TOWNS: Readonly<Record<DemoCountry, readonly [string, ...string[]]>> = {
  RU: ['Берёзово', 'Заречное', 'Клёново', 'Луговое', 'Озёрное', 'Полянка', 'Родниково', 'Соснино'],
  KZ: ['Ақбұлақ', 'Көкжиек', 'Майбұлақ', 'Сарыөзен'],
};

const ZONES: Readonly<Record<DemoCountry, readonly [string, ...string[]]>> = {
  RU: ['Europe/Moscow', 'Europe/Samara', 'Asia/Yekaterinburg', 'Asia/Novosibirsk'],
  KZ: ['Asia/Almaty'],
};

export const groups: readonly ProductGroupRecord[] = [
  { groupId: 'petrol', name: 'Бензины' },
  { groupId: 'diesel', name: 'Дизельное топливо' },
  { groupId: 'gas', name: 'Газ' },
  { groupId: 'goods', name: 'Товары и услуги' },
];

export const products: readonly Product[] = [
  { productId: 'ai-92', name: 'АИ-92', unit: 'litre', groupId: 'petrol' },
  { productId: 'ai-95', name: 'АИ-95', unit: 'litre', groupId: 'petrol' },
  { productId: 'ai-98', name: 'АИ-98', unit: 'litre', groupId: 'petrol' },
  { productId: 'dt', name: 'ДТ', unit: 'litre', groupId: 'diesel' },
  { productId: 'lpg', name: 'СУГ', unit: 'litre', groupId: 'gas' },
  { productId: 'cng', name: 'КПГ (метан)', unit: 'cubic-metre', groupId: 'gas' },
  { productId: 'washer', name: 'Жидкость стеклоомывателя', unit: 'piece', groupId: 'goods' },
];

/**
 * Every fifth client and station is in Kazakhstan; cards are sold where their contract's currency
 * is.
 */
const countryOf = (index: number): DemoCountry => (index % 5 === 4 ? 'KZ' : 'RU');

/**
 * Contract numbers, ids and rows in the order of their index: the same seed gives the same network.
 */
export function makeNetwork(seed: number, size: DemoSize, untilMs: number): DemoNetwork {
  const random = new Random(seed);
  const stations = Array.from({ length: size.stations }, (_, i) => makeStation(random.fork(), i));
  const clients = Array.from({ length: size.contracts }, (_, i) => makeClient(random.fork(), i));
  const contracts = clients.map((client, index) => makeContract(client, index));
  const cards = makeCards(random.fork(), { size, stations, contracts });
  return {
    stations,
    groups,
    products,
    prices: pricesOf(random.fork(), { stations, products, days: size.days, untilMs }),
    clients,
    contracts,
    cards,
    limits: [...contracts.map(contractLimit), ...cards.flatMap(cardLimits)],
  };
}

function makeStation(random: Random, index: number): StationRecord {
  const country = countryOf(index);
  const town = TOWNS[country][index % TOWNS[country].length] ?? TOWNS[country][0];
  const zones = ZONES[country];
  return {
    stationId: `station-${index + 1}`,
    name: `АЗС № ${index + 1} ${town}`,
    zone: zones[Math.floor(index / 8) % zones.length] ?? zones[0],
    country,
    owner: index % 7 === 6 ? 'partner' : 'own',
    pumpCount: random.integer(4, 10),
    address: address(random),
  };
}

function makeClient(random: Random, index: number): ClientRecord {
  const country = countryOf(index);
  return {
    clientId: `client-${index + 1}`,
    name: firmName(random, country, index + 1),
    country,
    taxId: taxId(country, index + 1),
    segment: random.pick(['перевозки', 'стройка', 'торговля', 'услуги']),
    contactName: personName(random, country),
    phone: phone(index + 1),
    email: email(index + 1),
  };
}

function makeContract(client: ClientRecord, index: number): Contract {
  const kazakh = client.country === 'KZ';
  return {
    contractId: `contract-${index + 1}`,
    clientId: client.clientId,
    number: `Д-${String(index + 1).padStart(5, '0')}/26`,
    currency: kazakh ? 'KZT' : 'RUB',
    zone: kazakh ? 'Asia/Almaty' : 'Europe/Moscow',
    state: 'signed',
    creditLimitMinor: index % 3 === 0 ? 5_000_000 : 0,
    depositsMinor: 0,
    terms: { captureTolerance: null, fees: [], discounts: [] },
  };
}

interface CardsContext {
  readonly size: DemoSize;
  readonly stations: readonly StationRecord[];
  readonly contracts: readonly Contract[];
}

function makeCards(random: Random, { size, stations, contracts }: CardsContext): DemoCard[] {
  const byCountry = {
    RU: stations.filter((station) => station.country === 'RU'),
    KZ: stations.filter((station) => station.country === 'KZ'),
  };
  return Array.from({ length: size.cards }, (_, index) => {
    const contract = contracts[index % contracts.length];
    if (contract === undefined) throw new Error('a network has contracts');
    const country: DemoCountry = contract.currency === 'KZT' ? 'KZ' : 'RU';
    const own = random.fork();
    const home = byCountry[country][own.integer(0, byCountry[country].length - 1)] ?? stations[0];
    if (home === undefined) throw new Error('a network has stations');
    const stationIds = byCountry[country].map((station) => station.stationId);
    return makeCard(own, { index, contract, country, home, stationIds });
  });
}

interface CardContext {
  readonly index: number;
  readonly contract: Contract;
  readonly country: DemoCountry;
  readonly home: StationRecord;
  readonly stationIds: readonly string[];
}

/** Issuer's range of nobody: 9999 is no assigned issuer identification number. */
const panOf = (index: number): string => withLuhn(`999900${String(index + 1).padStart(9, '0')}`);

function makeCard(random: Random, context: CardContext): DemoCard {
  const { index, contract, country, home, stationIds } = context;
  const known = demoCards[index];
  const byChance = random.chance(0.35);
  const truck = known === undefined ? byChance : known.note === 'truck';
  const pan = known?.pan ?? panOf(index);
  const card: Card = {
    ...NEW_CARD,
    cardId: `card-${index + 1}`,
    contractId: contract.contractId,
    panMasked: maskPan(pan),
    state: known === undefined && random.chance(0.02) ? 'closed' : 'active',
    expiresOn: '2029-12-31',
    transactionMaxMl: truck ? 400_000 : 80_000,
    tankCapacityMl: truck ? 600_000 : 70_000,
    // Cards are accepted where their currency is sold.
    stationIds,
    pinRequired: (known?.pin ?? null) !== null,
    offlinePolicy: known?.note === 'home-only' ? 'home' : 'everywhere',
    holder: personName(random, country),
    vehicle: plate(random, country),
  };
  return {
    card,
    pan,
    homeStationId: known === undefined ? home.stationId : (stationIds[0] ?? home.stationId),
    productId: truck ? 'dt' : random.pick(['ai-92', 'ai-95', 'ai-95', 'lpg']),
    fillsPerDay: fillsPerDay(known?.note, truck),
  };
}

/** The card with the small limit has no past: a fill of an ordinary size would already break it. */
function fillsPerDay(note: string | undefined, truck: boolean): number {
  if (note === 'small-limit') return 0;
  return truck ? 0.3 : 0.13;
}

/** A limit that is reached by trying it out. */
const SMALL_LIMIT_ML = 20_000;

function contractLimit(contract: Contract): Limit {
  return {
    ...PLAIN_TERMS,
    limitId: `${contract.contractId}-month`,
    subjectKind: 'contract',
    subjectId: contract.contractId,
    scopeKind: 'all',
    scopeId: null,
    measure: 'volume',
    amount: 60_000_000,
    period: 'month',
  };
}

function cardLimits({ card, pan }: DemoCard): Limit[] {
  const tankMl = card.tankCapacityMl ?? 0;
  const note = demoCards.find((known) => known.pan === pan)?.note;
  const dayMl = note === 'small-limit' ? SMALL_LIMIT_ML : tankMl * 2;
  const of = (name: string, rest: Pick<Limit, 'measure' | 'amount' | 'period'>): Limit => ({
    ...PLAIN_TERMS,
    limitId: `${card.cardId}-${name}`,
    subjectKind: 'card',
    subjectId: card.cardId,
    scopeKind: 'all',
    scopeId: null,
    ...rest,
  });
  return [
    of('day', { measure: 'volume', amount: dayMl, period: 'day' }),
    of('month', { measure: 'volume', amount: tankMl * 25, period: 'month' }),
    of('fills', { measure: 'count', amount: 6, period: 'day' }),
  ];
}
