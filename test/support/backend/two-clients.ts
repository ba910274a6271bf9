import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import { HOLD_STALE_AFTER_MS } from '#domain/sale/sale.ts';
import type { RouteInput } from '#protocol/routes.ts';
import { addWithPassword } from './door-people.ts';
import { call } from './http-client.ts';
import { signIn, startSmallNetwork, type SmallNetwork } from './small-network.ts';
import { TestWorkstation } from './test-workstation.ts';

/** Every id and text of the other client's objects begins with it: it is looked for everywhere. */
export const FOREIGN = 'foreign-';
/** What belongs to another station alone begins with this. */
export const HIDDEN = `${FOREIGN}hidden-`;
/** Registers are everybody's, so the station itself is no secret. */
export const ELSEWHERE = 'elsewhere';

/** Ids of the other client's objects, by the names that requests have for them. */
export const foreignIds = {
  clientId: `${FOREIGN}client`,
  contractId: `${FOREIGN}client`,
  cardId: `${FOREIGN}card`,
  groupId: `${FOREIGN}group`,
  limitId: `${FOREIGN}limit`,
  templateId: `${FOREIGN}template`,
} as const;

export interface TwoClients extends SmallNetwork {
  /** Of client-1, who has cards 1 and 2. */
  readonly representative: string;
  readonly representativeId: string;
  /** A workstation of another station than the one that the other client's card is for. */
  readonly intruder: TestWorkstation;
}

/**
 * The small network with a third client who has one of everything, at a station of its own, and
 * with somebody who must see nothing of it.
 */
export async function startTwoClients(): Promise<TwoClients> {
  const network = await startSmallNetwork();
  const { url, administrator, manager, stationId } = network;
  const session = { session: manager };
  await importForeign(network);
  const { contractId, cardId, groupId, limitId, templateId } = foreignIds;
  const names = { contractId, name: `${FOREIGN}name` };
  const sign = { commandId: uuid(), contractId, creditLimitMinor: 0 };
  await call(url, 'contract.sign', sign, session);
  const payment = { contractId, amountMinor: 5_000_000, memo: `${FOREIGN}memo` };
  await call(url, 'contract.top-up', { commandId: uuid(), ...payment }, session);
  await call(url, 'card-group.put', { commandId: uuid(), group: { ...names, groupId } }, session);
  const limit = { ...PLAIN_TERMS, limitId, subjectKind: 'card', subjectId: cardId } as const;
  const scope = { scopeKind: 'all', scopeId: null, measure: 'money', period: 'day' } as const;
  const amount = { amount: 100_000 };
  const put = { ...limit, ...scope, ...amount, scheduled: [] };
  await call(url, 'limit.set', { commandId: uuid(), limit: put }, session);
  const { limitId: _id, subjectKind: _kind, subjectId: _owner, scheduled: _plans, ...each } = put;
  const template = { ...names, templateId, limits: [each], rules: null };
  await call(url, 'limit-template.put', { commandId: uuid(), template }, session);
  const rep = { login: 'rep', programmeId: null, clientId: 'client-1', grants: [] };
  const made = await addWithPassword(network.backend, rep);
  await leaveHold(network);
  const code = await call(
    url,
    'workstation.code',
    { commandId: uuid(), stationId },
    { session: administrator },
  );
  const intruder = await TestWorkstation.join(url, code.code, network.backend.clock.nowMs());
  const representative = await signIn(url, 'rep');
  return { ...network, representative, representativeId: made.userId, intruder };
}

type Register = RouteInput<'register.import'>['content'];

/** Brings the other client's card in, as his own or as another's. */
export async function importForeignCard(
  { url, manager }: Pick<SmallNetwork, 'url' | 'manager'>,
  clientSourceId: string,
): Promise<void> {
  const holder = `${FOREIGN}holder`;
  const row = { sourceId: foreignIds.cardId, pan: FOREIGN_PAN, clientSourceId, holder };
  const content: Register = {
    register: 'cards',
    rows: [{ ...row, vehicle: `${FOREIGN}vehicle`, expiresOn: null }],
  };
  await call(url, 'register.import', { commandId: uuid(), content }, { session: manager });
}

export const FOREIGN_PAN = '9999000000009994';

async function importForeign(network: SmallNetwork): Promise<void> {
  const { url, manager, backend } = network;
  const session = { session: manager };
  const { clientId: sourceId } = foreignIds;
  const stationId = ELSEWHERE;
  const name = `${FOREIGN}name`;
  const registers: readonly Register[] = [
    {
      register: 'clients',
      rows: [{ sourceId, name, country: 'RU', currency: 'RUB', taxId: null, segment: null }],
    },
    {
      register: 'stations',
      rows: [
        {
          sourceId: stationId,
          name: 'Elsewhere',
          country: 'RU',
          zone: 'Europe/Moscow',
          owner: 'own',
          chain: null,
          segment: null,
        },
      ],
    },
  ];
  for (const content of registers) {
    await call(url, 'register.import', { commandId: uuid(), content }, session);
  }
  await importForeignCard(network, sourceId);
  const price = { productId: 'dt', fromMs: backend.clock.nowMs() - 1, currency: 'RUB' } as const;
  const there = { ...price, stationId, priceMinorPerLitre: 6_100 };
  await call(url, 'price.set', { commandId: uuid(), price: there }, session);
}

/** A fill of the other client that nobody ended, long ago. */
async function leaveHold(network: SmallNetwork): Promise<void> {
  const { url, workstation, operator, backend } = network;
  const desk = { bearer: workstation.bearer, session: operator };
  const fill = { cardId: foreignIds.cardId, productId: 'dt', pumpNumber: 1, pin: null };
  const ask = { by: 'volume', volumeMl: 1_000 } as const;
  const question = { saleId: uuid(), ...fill, ask, leaseReturns: [] };
  await call(url, 'sale.authorize', question, desk);
  backend.clock.pass(HOLD_STALE_AFTER_MS + 1);
  await workstation.openSession(backend.clock.nowMs());
}

/** A contract with so many cards that only the other station accepts; and a workstation there. */
export async function loadHidden(network: SmallNetwork, count: number): Promise<void> {
  const { url, manager, administrator, backend } = network;
  const session = { session: manager };
  const { card, contract } = await call(url, 'card.get', { cardId: foreignIds.cardId }, session);
  const [known] = (await call(url, 'client.list', {}, session)).rows;
  if (known === undefined) throw new Error('no client');
  const clientId = `${HIDDEN}client`;
  const contractId = clientId;
  const client = { ...known, clientId, name: clientId };
  const own = { ...contract, contractId, clientId, number: contractId, depositsMinor: 0 };
  const cards = Array.from({ length: count }, (_, index) => {
    const cardId = `${HIDDEN}card-${index}`;
    const panHash = createHash('sha256').update(cardId).digest('hex');
    const there = { ...card, cardId, contractId, stationIds: [ELSEWHERE] };
    return { card: there, panHash, pinVerifier: null };
  });
  const nothing = { stations: [], groups: [], products: [], prices: [], limits: [] };
  const load = { ...nothing, clients: [client], contracts: [own], cards };
  await backend.service.stores.bulk.loadNetwork(load);
  const asked = { commandId: uuid(), stationId: ELSEWHERE };
  const { code } = await call(url, 'workstation.code', asked, { session: administrator });
  await TestWorkstation.join(url, code, backend.clock.nowMs(), `${HIDDEN}desk`);
}
