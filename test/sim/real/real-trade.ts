import { v7 as uuid } from 'uuid';
import { withLuhn } from '#domain/card/pan.ts';
import { PLAIN_TERMS, type Limit } from '#domain/limit/limit.ts';
import { call } from '#test/support/backend/http-client.ts';
import { hireStaff } from '#test/support/backend/door-people.ts';
import type { AskedLimit, Payment, StatementEvidence } from '../checker/evidence.ts';

/** The network of the real processes, made and read over the backend's own routes. */

export const PASSWORD = 'seven green apples';
export const PRODUCT = 'dt';
const CONTRACT_COUNT = 6;
const CARD_COUNT = 48;
const DEPOSIT_MINOR = 500_000_000_000;
const PRICE_MINOR_PER_LITRE = 6_037;
const DAY_MS = 86_400_000;

const numbered = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
const contracts = numbered(CONTRACT_COUNT).map((n) => `client-${n}`);
const cards = numbered(CARD_COUNT).map((n) => `card-${n}`);

export const CARDS = ['card-0', ...cards.slice(1)] as const satisfies readonly string[];

export function panOf(cardId: string): string {
  return withLuhn(`99990000000${cardId.slice('card-'.length).padStart(4, '0')}`);
}

export interface RealTrade {
  readonly payments: ReadonlyMap<string, Payment>;
  readonly limitsAsked: ReadonlyMap<string, readonly AskedLimit[]>;
  readonly enrolmentCodes: readonly string[];
}

/** Fills a new backend; one code for each workstation. */
export async function makeRealTrade(
  url: string,
  setupToken: string,
  deskCount: number,
): Promise<RealTrade> {
  const place = { name: 'Station 1', zone: 'Europe/Moscow', country: 'RU', address: null } as const;
  const asked = {
    commandId: uuid(),
    networkName: 'Real processes',
    station: { ...place, owner: 'own', pumpCount: 6 } as const,
    administrator: { login: 'chief', displayName: 'Chief', password: PASSWORD },
  };
  const created = await call(url, 'network.create', asked, { bearer: setupToken });
  const chief = { session: await signIn(url, 'chief') };
  for (const [login, role] of [
    ['till', 'operator'],
    ['curator', 'client-manager'],
  ] as const) {
    await hireStaff(url, chief.session, { login, role });
  }
  const { stationId } = created;
  const enrolmentCodes = [created.enrolmentCode];
  while (enrolmentCodes.length < deskCount) {
    const { code } = await call(url, 'workstation.code', { commandId: uuid(), stationId }, chief);
    enrolmentCodes.push(code);
  }
  await fillRegisters(url);
  const payments = await openContracts(url, stationId);
  return { payments, limitsAsked: await setLimits(url), enrolmentCodes };
}

async function signIn(url: string, login: string): Promise<string> {
  const asked = { login, password: PASSWORD, workstationId: null };
  return (await call(url, 'session.open', asked)).token;
}

async function fillRegisters(url: string): Promise<void> {
  const auth = { session: await signIn(url, 'curator') };
  const client = { country: 'RU', currency: 'RUB', taxId: null, segment: null } as const;
  const nobody = { holder: null, vehicle: null, expiresOn: null };
  const products = [{ sourceId: PRODUCT, name: PRODUCT, unit: 'litre' as const, group: 'fuel' }];
  const clients = contracts.map((id) => ({ sourceId: id, name: id, ...client }));
  const rows = cards.map((cardId, n) => ({
    sourceId: cardId,
    pan: panOf(cardId),
    clientSourceId: `client-${n % CONTRACT_COUNT}`,
    ...nobody,
  }));
  for (const content of [
    { register: 'products', rows: products } as const,
    { register: 'clients', rows: clients } as const,
    { register: 'cards', rows } as const,
  ]) {
    await call(url, 'register.import', { commandId: uuid(), content }, auth);
  }
}

async function openContracts(
  url: string,
  stationId: string,
): Promise<ReadonlyMap<string, Payment>> {
  const auth = { session: await signIn(url, 'curator') };
  const since = { stationId, productId: PRODUCT, fromMs: Date.now() - DAY_MS };
  const price = { ...since, priceMinorPerLitre: PRICE_MINOR_PER_LITRE, currency: 'RUB' } as const;
  await call(url, 'price.set', { commandId: uuid(), price }, auth);
  const payments = new Map<string, Payment>();
  for (const contractId of contracts) {
    await call(url, 'contract.sign', { commandId: uuid(), contractId, creditLimitMinor: 0 }, auth);
    const payment = { contractId, amountMinor: DEPOSIT_MINOR };
    const commandId = uuid();
    await call(url, 'contract.top-up', { commandId, ...payment, memo: 'payment' }, auth);
    payments.set(commandId, payment);
  }
  return payments;
}

/** What was asked for, by command. */
async function setLimits(url: string): Promise<ReadonlyMap<string, readonly AskedLimit[]>> {
  const auth = { session: await signIn(url, 'curator') };
  const asked = new Map<string, readonly AskedLimit[]>();
  for (const limit of limits()) {
    const commandId = uuid();
    await call(url, 'limit.set', { commandId, limit }, auth);
    asked.set(commandId, [{ limitId: limit.limitId, amounts: [limit.amount] }]);
  }
  return asked;
}

/** Most leave plenty of room; those of every eighth card are soon used up. */
function limits(): readonly Limit[] {
  const all = { ...PLAIN_TERMS, scopeKind: 'all', scopeId: null } as const;
  const ofCards = cards.map((subjectId, n): Limit => {
    const amount = n % 8 === 0 ? 400_000 : 500_000_000;
    const card = { subjectKind: 'card', subjectId, limitId: `volume-${subjectId}` } as const;
    return { ...all, ...card, measure: 'volume', amount, period: 'day' };
  });
  const ofContracts = contracts.map((subjectId): Limit => {
    const contract = { subjectKind: 'contract', subjectId, limitId: `count-${subjectId}` } as const;
    return { ...all, ...contract, measure: 'count', amount: 1_000_000, period: 'month' };
  });
  return [...ofCards, ...ofContracts];
}

/** All statements as the office reads them, page by page. */
export async function readStatements(url: string): Promise<readonly StatementEvidence[]> {
  const auth = { session: await signIn(url, 'curator') };
  const year = new Date().getUTCFullYear();
  const period = { fromDate: `${year - 1}-12-01`, toDate: `${year}-12-31`, limit: 10_000 };
  const statements: StatementEvidence[] = [];
  for (const subjectId of contracts) {
    const asked = { subjectKind: 'contract' as const, subjectId, ...period };
    const first = await call(url, 'statement.get', asked, auth);
    const lines = [...first.lines];
    for (let cursor = first.nextCursor; cursor !== null;) {
      const next = await call(url, 'statement.get', { ...asked, cursor }, auth);
      lines.push(...next.lines);
      cursor = next.nextCursor;
    }
    statements.push({ contractId: subjectId, ...first, lines });
  }
  return statements;
}
