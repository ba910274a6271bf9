import { v7 as uuid } from 'uuid';
import { withLuhn } from '#domain/card/pan.ts';
import { routes } from '#protocol/routes.ts';
import { IDEMPOTENCY_HEADER } from '#protocol/version.ts';
import { call, routeRequest, type RawRequest } from '#test/support/backend/http-client.ts';
import { hireStaff, PASSWORD } from '#test/support/backend/door-people.ts';
import { signIn } from '#test/support/backend/small-network.ts';
import { TestWorkstation } from '#test/support/backend/test-workstation.ts';
import { cardLimits, contractLimits } from '../limits.ts';

const PRODUCT = 'dt';
const PRICE_MINOR_PER_LITRE = 6_000;
const CONTRACT_COUNT = 16;
const CARD_COUNT = 256;
const DEPOSIT_MINOR = 900_000_000_000;
const AT_ONCE = 32;
const VOLUME_ML = 10_000;
const DAY_MS = 86_400_000;

export const AUTHORIZE_PATH = routes['sale.authorize'].path;

/** A network of its own for the load: more cards than connections, six limits on each. */
export interface BenchNetwork {
  /** The next authorization, of the next card. */
  authorize(): RawRequest;
}

interface Created {
  readonly stationId: string;
  readonly enrolmentCode: string;
}

/** Fills a new backend over its own routes. */
export async function fillNetwork(url: string, setupToken: string): Promise<BenchNetwork> {
  const created: Created = await call(url, 'network.create', network(), { bearer: setupToken });
  const chief = { session: await signIn(url, 'chief') };
  for (const [login, role] of [
    ['till', 'operator'],
    ['curator', 'client-manager'],
  ] as const) {
    await hireStaff(url, chief.session, { login, role });
  }
  const manager = await signIn(url, 'curator');
  await fillRegisters(url, manager);
  await openContracts(url, manager, created.stationId);
  const workstation = await TestWorkstation.join(url, created.enrolmentCode, Date.now());
  const session = await signIn(url, 'till', workstation);
  return authorizations({ bearer: workstation.bearer, session });
}

function authorizations(auth: { bearer: string; session: string }): BenchNetwork {
  let turn = 0;
  return {
    authorize() {
      turn += 1;
      const saleId = uuid();
      const request = routeRequest('sale.authorize', question(saleId, turn), auth);
      return { ...request, headers: { ...request.headers, [IDEMPOTENCY_HEADER]: saleId } };
    },
  };
}

function question(saleId: string, turn: number) {
  const cardId = `card-${turn % CARD_COUNT}`;
  const ask = { by: 'volume', volumeMl: VOLUME_ML } as const;
  const pumpNumber = 1 + (turn % 6);
  return { saleId, cardId, productId: PRODUCT, pumpNumber, ask, pin: null, leaseReturns: [] };
}

function network() {
  const place = { name: 'Station 1', zone: 'Europe/Moscow', country: 'RU', address: null } as const;
  return {
    commandId: uuid(),
    networkName: 'Bench',
    station: { ...place, owner: 'own', pumpCount: 6 } as const,
    administrator: { login: 'chief', displayName: 'Chief', password: PASSWORD },
  };
}

const numbered = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

async function fillRegisters(url: string, manager: string): Promise<void> {
  const auth = { session: manager };
  const client = { country: 'RU', currency: 'RUB', taxId: null, segment: null } as const;
  const nobody = { holder: null, vehicle: null, expiresOn: null };
  const products = [{ sourceId: PRODUCT, name: PRODUCT, unit: 'litre' as const, group: 'fuel' }];
  const clients = numbered(CONTRACT_COUNT).map((n) => {
    return { sourceId: `client-${n}`, name: `Client ${n}`, ...client };
  });
  const cards = numbered(CARD_COUNT).map((n) => ({
    sourceId: `card-${n}`,
    pan: withLuhn(`99990000000${String(n).padStart(4, '0')}`),
    clientSourceId: `client-${n % CONTRACT_COUNT}`,
    ...nobody,
  }));
  for (const content of [
    { register: 'products', rows: products } as const,
    { register: 'clients', rows: clients } as const,
    { register: 'cards', rows: cards } as const,
  ]) {
    await call(url, 'register.import', { commandId: uuid(), content }, auth);
  }
}

async function openContracts(url: string, manager: string, stationId: string): Promise<void> {
  const auth = { session: manager };
  const since = { stationId, productId: PRODUCT, fromMs: Date.now() - DAY_MS };
  const price = { ...since, priceMinorPerLitre: PRICE_MINOR_PER_LITRE, currency: 'RUB' } as const;
  await call(url, 'price.set', { commandId: uuid(), price }, auth);
  for (const contractId of numbered(CONTRACT_COUNT).map((n) => `client-${n}`)) {
    const signing = { commandId: uuid(), contractId, creditLimitMinor: 0 };
    await call(url, 'contract.sign', signing, auth);
    const payment = { commandId: uuid(), contractId, amountMinor: DEPOSIT_MINOR, memo: 'payment' };
    await call(url, 'contract.top-up', payment, auth);
    for (const limit of contractLimits(contractId)) await call(url, 'limit.set', limit, auth);
  }
  const limits = numbered(CARD_COUNT).flatMap((n) => cardLimits(`card-${n}`, PRODUCT));
  for (let from = 0; from < limits.length; from += AT_ONCE) {
    const some = limits.slice(from, from + AT_ONCE);
    await Promise.all(some.map((limit) => call(url, 'limit.set', limit, auth)));
  }
}
