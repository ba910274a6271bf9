import { createHmac } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { withLuhn } from '#domain/card/pan.ts';
import { PLAIN_TERMS, type Limit } from '#domain/limit/limit.ts';
import type { LimitRecord } from '#protocol/records.ts';
import { addStaff, hireStaff, PASSWORD } from './door-people.ts';
import { call } from './http-client.ts';
import { startTestBackend, type TestBackend, type TestBackendOptions } from './test-backend.ts';
import { bearerOf, TestWorkstation, type AtDesk } from './test-workstation.ts';

export { PASSWORD };

export const PRICE_MINOR_PER_LITRE = 6_000;

export const pans = [1, 2, 3].map((n) => withLuhn(`99990000000000${n}`));

/**
 * A backend with one station, three cards on two contracts, people of three roles and one
 * workstation.
 */
export interface SmallNetwork extends NetworkAt {
  readonly backend: TestBackend;
}

export interface NetworkAt {
  readonly url: string;
  readonly stationId: string;
  readonly administrator: string;
  readonly manager: string;
  readonly operator: string;
  readonly workstation: TestWorkstation;
}

export async function startSmallNetwork(options?: TestBackendOptions): Promise<SmallNetwork> {
  const backend = await startTestBackend(options);
  const { url, setupToken } = backend;
  return {
    backend,
    ...(await furnish({ url, setupToken, nowMs: backend.clock.nowMs() }, (_session, person) =>
      addStaff(backend, person),
    )),
  };
}

interface Bare {
  readonly url: string;
  readonly setupToken: string;
  readonly nowMs: number;
}

/** The same on a backend that runs already, perhaps elsewhere, and has no network yet. */
export function makeSmallNetwork(bare: Bare): Promise<NetworkAt> {
  return furnish(bare, (session, person) => hireStaff(bare.url, session, person));
}

type AddStaff = (
  administrator: string,
  person: { readonly login: string; readonly role: 'operator' | 'client-manager' },
) => Promise<unknown>;

async function furnish(
  { url, setupToken: bearer, nowMs }: Bare,
  add: AddStaff,
): Promise<NetworkAt> {
  const station = {
    name: 'Station 1',
    zone: 'Europe/Moscow',
    country: 'RU',
    owner: 'own',
  } as const;
  const created = await call(
    url,
    'network.create',
    {
      commandId: uuid(),
      networkName: 'Test network',
      station: { ...station, pumpCount: 6, address: null },
      administrator: { login: 'chief', displayName: 'Chief', password: PASSWORD },
    },
    { bearer },
  );
  const administrator = await signIn(url, 'chief');
  for (const [login, role] of [
    ['till', 'operator'],
    ['curator', 'client-manager'],
  ] as const) {
    await add(administrator, { login, role });
  }
  const manager = await signIn(url, 'curator');
  const network = { url, stationId: created.stationId, administrator, manager };
  await fillRegisters(network, nowMs);
  const code = created.enrolmentCode;
  const workstation = await TestWorkstation.join(url, code, nowMs);
  const operator = await signIn(url, 'till', workstation);
  return { ...network, operator, workstation };
}

/**
 * Somebody signs in with `PASSWORD`; left out, at no desk.
 * @returns his session
 */
export async function signIn(url: string, login: string, desk: AtDesk = {}): Promise<string> {
  const entering = { login, password: PASSWORD, workstationId: desk.workstationId ?? null };
  return (await call(url, 'session.open', entering, bearerOf(desk))).token;
}

/**
 * A limit of 10 litres a day on everything that the first card buys, as far as not said otherwise.
 */
export function firstCardLimit(patch: Partial<LimitRecord> = {}): LimitRecord {
  return {
    ...PLAIN_TERMS,
    limitId: uuid(),
    subjectKind: 'card',
    subjectId: 'card-1',
    scopeKind: 'all',
    scopeId: null,
    measure: 'volume',
    amount: 10_000,
    period: 'day',
    ...patch,
  };
}

/** The office puts a limit on the first card; all of them are at most `amount` a day. */
export async function limitFirstCard(
  { url }: Pick<SmallNetwork, 'url'>,
  { measure, amount }: Pick<Limit, 'measure' | 'amount'>,
): Promise<{ readonly limitId: string; remove(): Promise<unknown> }> {
  const limit = firstCardLimit({ measure, amount });
  const { limitId } = limit;
  // The network's own session may have ended: tests let days pass.
  const auth = { session: await signIn(url, 'curator') };
  await call(url, 'limit.set', { commandId: uuid(), limit }, auth);
  return { limitId, remove: () => call(url, 'limit.remove', { commandId: uuid(), limitId }, auth) };
}

/** What the desk looks a card up by. */
export function panHashOf({ workstation }: SmallNetwork, pan: string): string {
  const key = Buffer.from(workstation.enrolled.panKey, 'hex');
  return createHmac('sha256', key).update(pan).digest('hex');
}

type Unmanned = Pick<NetworkAt, 'url' | 'stationId' | 'manager'>;

async function fillRegisters({ url, stationId, manager }: Unmanned, nowMs: number): Promise<void> {
  const auth = { session: manager };
  const client = { country: 'RU', currency: 'RUB', taxId: null, segment: null } as const;
  const registers = [
    {
      register: 'products',
      rows: ['ai-95', 'dt'].map((sourceId) => {
        return { sourceId, name: sourceId, unit: 'litre' as const, group: 'fuel' };
      }),
    },
    {
      register: 'clients',
      rows: ['client-1', 'client-2'].map((sourceId) => ({ sourceId, name: sourceId, ...client })),
    },
    {
      register: 'cards',
      rows: pans.map((pan, index) => {
        const clientSourceId = index === 2 ? 'client-2' : 'client-1';
        const nobody = { holder: null, vehicle: null, expiresOn: null };
        return { sourceId: `card-${index + 1}`, pan, clientSourceId, ...nobody };
      }),
    },
  ] as const;
  for (const { register, rows } of registers) {
    const content = { register, rows: [...rows] } as Parameters<
      typeof call<'register.import'>
    >[2]['content'];
    await call(url, 'register.import', { commandId: uuid(), content }, auth);
  }
  for (const contractId of ['client-1', 'client-2']) {
    const signing = { commandId: uuid(), contractId, creditLimitMinor: 0 };
    await call(url, 'contract.sign', signing, auth);
    const payment = { commandId: uuid(), contractId, amountMinor: 10_000_000, memo: 'payment' };
    await call(url, 'contract.top-up', payment, auth);
  }
  for (const productId of ['ai-95', 'dt']) {
    const since = { stationId, productId, fromMs: nowMs - 86_400_000 };
    const price = { ...since, priceMinorPerLitre: PRICE_MINOR_PER_LITRE, currency: 'RUB' } as const;
    await call(url, 'price.set', { commandId: uuid(), price }, auth);
  }
}
