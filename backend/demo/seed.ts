import { assert } from '#domain/assert.ts';
import { withLuhn } from '#domain/card/pan.ts';
import { demonstrationPassword, demonstrationUsers } from '#protocol/demonstration.ts';
import { makeHandlers } from '#service/handlers.ts';
import type { CallingPerson } from '#service/caller.ts';
import type { Service } from '#service/service.ts';

/** A first small demonstration network, made by the same use cases as a real one. */
export async function seedDemonstration(service: Service): Promise<void> {
  const { ids, digests, hasher, stores, clock } = service;
  const passwordHash = await hasher.hash(demonstrationPassword);
  const [first, ...others] = demonstrationUsers.map((user) => {
    return { ...user, userId: `user-${user.login}`, active: true, passwordHash };
  });
  assert(first !== undefined, 'a demonstration has people');
  const created = await stores.identity.createNetwork({
    facts: {
      networkId: ids.uuid(),
      networkName: 'Учебная сеть',
      demonstration: true,
      epoch: ids.uuid(),
      keys: digests.newKeys(),
    },
    station: {
      stationId: 'station-1',
      name: 'АЗС № 1 Берёзово',
      zone: 'Europe/Moscow',
      country: 'RU',
      owner: 'own',
      pumpCount: 6,
      address: null,
    },
    administrator: first,
  });
  assert(created, 'the demonstration is made once');
  for (const user of others) await stores.identity.addUser(user);
  const sessionId = ids.uuid();
  const person: CallingPerson = { userId: first.userId, sessionId, role: 'administrator' };
  await seedRegisters(service, person, clock.nowMs());
}

const CLIENTS = 3;
const CARDS = 6;
const PRICES = { 'ai-92': 5_890, 'ai-95': 6_450, dt: 7_120 } as const;
const DAY_MS = 86_400_000;

async function seedRegisters(service: Service, person: CallingPerson, nowMs: number): Promise<void> {
  const handlers = makeHandlers(service);
  const caller = { person, workstation: null };
  const commandId = (): string => service.ids.uuid();
  const numbers = Array.from({ length: CLIENTS }, (_, index) => index + 1);
  await handlers['register.import'](
    {
      commandId: commandId(),
      content: {
        register: 'products',
        rows: Object.keys(PRICES).map((sourceId) => {
          return { sourceId, name: sourceId.toUpperCase(), unit: 'litre', group: 'fuel' };
        }),
      },
    },
    caller,
  );
  await handlers['register.import'](
    {
      commandId: commandId(),
      content: {
        register: 'clients',
        rows: numbers.map((n) => {
          const name = `ООО «Учебный клиент ${n}»`;
          const plain = { country: 'RU', currency: 'RUB', taxId: null, segment: null } as const;
          return { sourceId: `client-${n}`, name, ...plain };
        }),
      },
    },
    caller,
  );
  await handlers['register.import'](
    {
      commandId: commandId(),
      content: {
        register: 'cards',
        rows: Array.from({ length: CARDS }, (_, index) => ({
          sourceId: `card-${index + 1}`,
          pan: withLuhn(`999900${String(index + 1).padStart(9, '0')}`),
          clientSourceId: `client-${(index % CLIENTS) + 1}`,
          holder: null,
          vehicle: null,
          expiresOn: null,
        })),
      },
    },
    caller,
  );
  for (const [productId, priceMinorPerLitre] of Object.entries(PRICES)) {
    const since = { stationId: 'station-1', productId, fromMs: nowMs - DAY_MS };
    const price = { ...since, priceMinorPerLitre, currency: 'RUB' } as const;
    await handlers['price.set']({ commandId: commandId(), price }, caller);
  }
  for (const n of numbers) {
    const contractId = `client-${n}`;
    const sign = { commandId: commandId(), contractId, creditLimitMinor: 0 };
    await handlers['contract.sign'](sign, caller);
    const topUp = { commandId: commandId(), contractId, amountMinor: 5_000_000, memo: 'deposit' };
    await handlers['contract.top-up'](topUp, caller);
  }
}
