import { maskPan, withLuhn } from '#domain/card/pan.ts';
import { NEW_CARD, type Card } from '#domain/card/card.ts';
import { PLAIN_TERMS, type Limit } from '#domain/limit/limit.ts';
import { cardPinKey } from '#service/card/card-pin.ts';
import { networkOf } from '#service/network/network-facts.ts';
import type { BulkNetwork } from '#service/bulk-ports.ts';
import type { Service } from '#service/service.ts';
import { quickHash } from './seeded.ts';

/** The small network of every run: few cards, three contracts, limits that a few fills reach. */

export const PASSWORD = 'seven green apples';
export const PIN = '4826';
export const PRODUCTS = ['ai-95', 'dt'] as const;
export const STATIONS = ['station-1', 'station-2'] as const;
export const CONTRACTS = ['contract-a', 'contract-b', 'contract-c'] as const;
/** The client that may have to be stopped; the others go on. */
export const CLOSING_CONTRACT = 'contract-c';
export const CARDS = ['card-1', 'card-2', 'card-3', 'card-4', 'card-5', 'card-6'] as const;
export const PIN_CARD = 'card-2';

const panOf = (cardId: string): string => withLuhn(`99990000000000${cardId.slice(-1)}`);
export const pans: ReadonlyMap<string, string> = new Map(CARDS.map((id) => [id, panOf(id)]));

const OFFICE = [
  { login: 'chief', role: 'administrator' },
  { login: 'curator', role: 'client-manager' },
  { login: 'till', role: 'shift-supervisor' },
] as const;

const CONTRACT_OF_CARD: Readonly<Record<(typeof CARDS)[number], (typeof CONTRACTS)[number]>> = {
  'card-1': 'contract-a',
  'card-2': 'contract-a',
  'card-3': 'contract-b',
  'card-4': 'contract-b',
  'card-5': 'contract-a',
  'card-6': CLOSING_CONTRACT,
};

/** The cards of a contract. */
export function cardsOf(contractId: string): readonly (typeof CARDS)[number][] {
  return CARDS.filter((cardId) => CONTRACT_OF_CARD[cardId] === contractId);
}

function cardOf(cardId: (typeof CARDS)[number]): Card {
  return {
    ...NEW_CARD,
    cardId,
    contractId: CONTRACT_OF_CARD[cardId],
    panMasked: maskPan(panOf(cardId)),
    tankCapacityMl: cardId === 'card-5' ? 60_000 : null,
    pinRequired: cardId === PIN_CARD,
    offlinePolicy: cardId === 'card-4' ? 'home' : 'everywhere',
  };
}

type LimitTerms = Pick<Limit, 'measure' | 'amount' | 'period'> & { readonly product?: string };

function limitOf(subjectId: string, { product, ...terms }: LimitTerms): Limit {
  const scope =
    product === undefined
      ? ({ scopeKind: 'all', scopeId: null } as const)
      : ({ scopeKind: 'product', scopeId: product } as const);
  return {
    ...PLAIN_TERMS,
    limitId: `${subjectId}-${terms.measure}-${terms.period}`,
    subjectKind: subjectId.startsWith('card') ? 'card' : 'contract',
    subjectId,
    ...scope,
    ...terms,
  };
}

export const limits: readonly Limit[] = [
  limitOf('card-1', { measure: 'volume', amount: 60_000, period: 'day' }),
  limitOf('card-1', { measure: 'volume', amount: 300_000, period: 'month' }),
  limitOf('card-2', { measure: 'count', amount: 4, period: 'day' }),
  limitOf('card-3', { measure: 'money', amount: 450_000, period: 'week' }),
  limitOf('card-4', { measure: 'volume', amount: 40_000, period: 'day', product: 'dt' }),
  limitOf('card-6', { measure: 'volume', amount: 90_000, period: 'week' }),
  limitOf('contract-a', { measure: 'volume', amount: 500_000, period: 'month' }),
  limitOf('contract-b', { measure: 'count', amount: 12, period: 'day' }),
];

/** Comes and goes while a run lasts. */
export const extraLimit: Limit = limitOf('contract-a', {
  measure: 'money',
  amount: 100_000,
  period: 'day',
});

const FIRST_PAYMENTS = [
  { contractId: 'contract-a', amountMinor: 1_800_000 },
  { contractId: 'contract-b', amountMinor: 500_000 },
  { contractId: 'contract-c', amountMinor: 700_000 },
] as const;

interface FirstPayment {
  readonly transferId: string;
  readonly contractId: string;
  readonly amountMinor: number;
}

/** Fills an empty backend; the payments that it begins with. */
export async function makeTrade(service: Service): Promise<readonly FirstPayment[]> {
  const { ids, digests, stores, clock } = service;
  const passwordHash = await quickHash.hash(PASSWORD);
  const people = OFFICE.map(({ login, role }) => {
    const user = { userId: `user-${login}`, login, displayName: login, role, active: true };
    return { ...user, passwordHash };
  });
  const [administrator, ...others] = people;
  const [station] = stations();
  if (administrator === undefined || station === undefined) throw new Error('nobody is there');
  await stores.identity.createNetwork({
    facts: {
      networkId: ids.uuid(),
      networkName: 'Simulated network',
      demonstration: false,
      epoch: ids.uuid(),
      keys: digests.newKeys(),
    },
    station,
    administrator,
  });
  for (const user of others) await stores.identity.addUser(user);
  await stores.bulk.loadNetwork(await network(service));
  const payments = FIRST_PAYMENTS.map((payment) => ({ transferId: ids.uuid(), ...payment }));
  const atMs = clock.nowMs();
  const topUps = payments.map((payment) => ({ ...payment, atMs }));
  await stores.bulk.loadHistory({ topUps, sales: [] });
  return payments;
}

function stations(): BulkNetwork['stations'] {
  return STATIONS.map((stationId) => ({
    stationId,
    name: stationId,
    zone: 'Europe/Moscow',
    country: 'RU',
    owner: 'own',
    pumpCount: 4,
    address: null,
  }));
}

async function network(service: Service): Promise<BulkNetwork> {
  const { keys } = await networkOf(service);
  const { digests } = service;
  const nobody = { country: 'RU', taxId: null, segment: null } as const;
  const contact = { contactName: null, phone: null, email: null } as const;
  const pinDigest = digests.hmac(await cardPinKey(service, PIN_CARD), PIN);
  const pinVerifier = await quickHash.hash(pinDigest);
  return {
    stations: stations(),
    groups: [{ groupId: 'fuel', name: 'fuel' }],
    products: PRODUCTS.map((id) => ({ productId: id, name: id, unit: 'litre', groupId: 'fuel' })),
    prices: STATIONS.flatMap((stationId) =>
      PRODUCTS.map((productId, index) => ({
        stationId,
        productId,
        fromMs: 0,
        priceMinorPerLitre: 6_037 + index * 512,
        currency: 'RUB' as const,
      })),
    ),
    clients: CONTRACTS.map((id) => ({ clientId: `of-${id}`, name: id, ...nobody, ...contact })),
    contracts: CONTRACTS.map((contractId) => ({
      contractId,
      clientId: `of-${contractId}`,
      number: contractId,
      currency: 'RUB',
      zone: contractId === 'contract-b' ? 'Asia/Almaty' : 'Europe/Moscow',
      state: 'signed',
      creditLimitMinor: contractId === 'contract-b' ? 200_000 : 0,
      depositsMinor: 0,
      terms: { captureTolerance: null, fees: [], discounts: [] },
    })),
    cards: CARDS.map((cardId) => ({
      card: cardOf(cardId),
      panHash: digests.hmac(keys.panKey, panOf(cardId)),
      pinVerifier: cardId === PIN_CARD ? pinVerifier : null,
    })),
    limits,
  };
}
