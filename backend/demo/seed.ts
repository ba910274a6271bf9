import { assert } from '#domain/assert.ts';
import { demoCards } from '#domain/demo/demo-cards.ts';
import { demonstrationPassword, demonstrationUsers } from '#protocol/demonstration.ts';
import { cardPinKey } from '#service/card/card-pin.ts';
import { networkOf } from '#service/network/network-facts.ts';
import type { BulkCard } from '#service/bulk-ports.ts';
import type { Service } from '#service/service.ts';
import { makeHistory } from './history.ts';
import { sizes, type DemoCard, type DemoNetwork, type DemoSizeName } from './model.ts';
import { makeNetwork } from './network.ts';
import { seedProgrammes } from './programmes.ts';
import { DAY_MS } from './prices.ts';

export interface SeedQuestion {
  readonly size: DemoSizeName;
  readonly seed: number;
  /** End of the history; the start of today when it is not given. */
  readonly untilMs?: number;
  /** Told after every month of history with the number of operations so far. */
  readonly onProgress?: (operationCount: number) => void;
}

export interface SeedResult {
  readonly stationCount: number;
  readonly contractCount: number;
  readonly cardCount: number;
  readonly operationCount: number;
}

/**
 * Fills an empty database with the demonstration network and its past. Throws when a network is
 * there already.
 */
export async function seedDemonstration(
  service: Service,
  question: SeedQuestion = { size: 'small', seed: 1 },
): Promise<SeedResult> {
  const { size, seed } = question;
  const untilMs = question.untilMs ?? startOfDay(service.clock.nowMs());
  const network = makeNetwork(seed, sizes[size], untilMs);
  await createNetwork(service, network);
  await service.stores.bulk.loadNetwork({ ...network, cards: await bulkCards(service, network) });
  let operationCount = 0;
  for (const month of makeHistory({ network, seed, days: sizes[size].days, untilMs })) {
    await service.stores.bulk.loadHistory(month);
    operationCount += month.sales.length + month.topUps.length;
    question.onProgress?.(operationCount);
  }
  return {
    stationCount: network.stations.length,
    contractCount: network.contracts.length,
    cardCount: network.cards.length,
    operationCount,
  };
}

/** Midnight in UTC: the history never reaches into the future of any zone's clock. */
function startOfDay(atMs: number): number {
  return Math.floor(atMs / DAY_MS) * DAY_MS;
}

async function createNetwork(service: Service, { stations }: DemoNetwork): Promise<void> {
  const { ids, digests, hasher, stores } = service;
  const passwordHash = await hasher.hash(demonstrationPassword);
  const people = demonstrationUsers.map((user) => {
    return { ...user, userId: `user-${user.login}`, active: true, passwordHash };
  });
  const administrator = people.find(({ role }) => role === 'administrator');
  const [station] = stations;
  assert(administrator !== undefined && station !== undefined, 'somebody and somewhere');
  const created = await stores.identity.createNetwork({
    facts: {
      networkId: ids.uuid(),
      networkName: 'Учебная сеть',
      demonstration: true,
      epoch: ids.uuid(),
      keys: digests.newKeys(),
    },
    station,
    administrator,
  });
  assert(created, 'a demonstration never takes the place of a network');
  for (const user of people) if (user !== administrator) await stores.identity.addUser(user);
  await seedProgrammes(service, administrator.userId);
}

async function bulkCards(service: Service, network: DemoNetwork): Promise<BulkCard[]> {
  const { keys } = await networkOf(service);
  const pins = new Map(demoCards.map(({ pan, pin }) => [pan, pin]));
  const cards: BulkCard[] = [];
  for (const { card, pan } of network.cards) {
    const pin = pins.get(pan) ?? null;
    const panHash = service.digests.hmac(keys.panKey, pan);
    const pinVerifier = pin === null ? null : await hashPin(service, card.cardId, pin);
    cards.push({ card, panHash, pinVerifier });
  }
  return cards;
}

async function hashPin(
  service: Service,
  cardId: DemoCard['card']['cardId'],
  pin: string,
): Promise<string> {
  return service.hasher.hash(service.digests.hmac(await cardPinKey(service, cardId), pin));
}
