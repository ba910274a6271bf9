// The office: statements, registers, cards, contracts, prices.
import { refuse } from '#domain/result.ts';
import type { Role } from '#domain/identity/rights.ts';
import { type EngineAnswers, good, never } from './fake-client.ts';
import { type Scenario, scenario } from './make-scenario.ts';
import * as desk from './desk-samples.ts';
import { foundOperations, monthsOf } from './history-samples.ts';
import * as limits from './limit-samples.ts';
import * as office from './office-samples.ts';
import { nowMs, syncOffline, workstations } from './samples.ts';

const done = good({ done: true } as const);
const [firstCard, , , blockedCard] = office.cards;
const [firstContract] = office.contracts;

const page = <T>(rows: readonly T[]) =>
  good({ rows: [...rows], nextCursor: null, asOfMs: nowMs - 2000 });
const found = <T>(rows: readonly T[], search: string | undefined): readonly T[] =>
  rows.filter((row) =>
    JSON.stringify(row)
      .toLowerCase()
      .includes((search ?? '').toLowerCase()),
  );

export const officeAnswers = {
  'station:context': () => good(office.officeStation),
  'product:list': () => good(office.products),
  'card:list': ({ search }) => page(found(office.cards, search)),
  'contract:list': ({ search }) => page(found(office.contracts, search)),
  'card:get': ({ cardId }) => {
    const card = office.cards.find((one) => one.cardId === cardId);
    if (card === undefined || firstContract === undefined) return refuse('CARD_NOT_FOUND');
    const facts = { limits: [...office.limits], rules: [], remainders: [...office.remainders] };
    const shown = { card, contract: firstContract, ...facts, asOfMs: nowMs - 2000 };
    return good({ ...shown, waiting: [] });
  },
  'contract:get': ({ contractId }) => {
    const contract = office.contracts.find((one) => one.contractId === contractId);
    if (contract === undefined) return refuse('CONTRACT_NOT_FOUND');
    const limits = office.limits.filter(({ subjectKind }) => subjectKind === 'contract');
    const facts = { limits, rules: [], remainders: [...office.remainders], closing: null };
    return good({ contract, ...facts, asOfMs: nowMs - 2000 });
  },
  'statement:get': ({ subjectKind }) =>
    good(subjectKind === 'card' ? office.cardStatement : office.contractStatement),
  'card:find': () => good(desk.cardView),
  'sale:enterPreview': () => good(desk.enteredSlip),
  'sale:enter': () => refuse('SLIP_ENTERED'),
  'month:list': ({ by = 'none' }) => good({ rows: [...monthsOf(by)], asOfMs: nowMs - 2000 }),
  'operation:search': ({ search = '', only }) => good(foundOperations(search, only)),
  'station:list': () => page([office.officeStation.station]),
  'client:list': () => page([]),
  'client:waiting': () => good({ rows: [] }),
  'statement:export': () =>
    good({ fileName: 'statement.xlsx', bytes: new Uint8Array(4), lineCount: 289 }),
  'register:preview': ({ fileName }) =>
    good(fileName.startsWith('customers') ? office.goodPreview : office.badPreview),
  'register:import': () =>
    good({ register: 'clients', added: 30_540, changed: 27, unchanged: 4 } as const),
  'register:cancel': () => done,
  'card:block': () => good({ done: true, queued: true } as const),
  'card:unblock': () => refuse('BLOCK_NOT_REVERSIBLE'),
  'card:setPin': () => done,
  'card:issue': () => refuse('CARD_EXISTS'),
  'limit:history': () => good(office.history),
  'limit:list': () => page(limits.manyLimits),
  'limit:previewMany': (asked) => good(limits.previewOf(asked)),
  'limit:setMany': (asked) => good(limits.previewOf(asked).result),
  'group:list': () => page(limits.groups),
  'group:get': ({ groupId }) => {
    const group = limits.groups.find((one) => one.groupId === groupId);
    if (group === undefined || firstContract === undefined) return refuse('CARD_GROUP_NOT_FOUND');
    const { cardCount: _count, ...named } = group;
    const facts = { limits: [], rules: [], remainders: [] };
    const cardIds = office.cards.filter((card) => card.groupId === groupId);
    const ids = cardIds.map(({ cardId }) => cardId);
    return good({ group: named, contract: firstContract, cardIds: ids, ...facts, asOfMs: nowMs });
  },
  'group:put': () => done,
  'group:assign': () => done,
  'template:list': () => good({ rows: [...limits.templates] }),
  'template:put': () => done,
  'sale:preview': () => good(office.refusedPurchase),
  'table:workbook': () => good({ bytes: new Uint8Array(4) }),
  'limit:set': () => good({ done: true, queued: false }),
  'limit:remove': () => done,
  'contract:sign': () => done,
  'contract:close': () => done,
  'contract:topUp': () => done,
  'price:set': () => done,
  'voice:workstations': () => page(workstations.rows.filter(({ state }) => state === 'active')),
  'voice:reserve': () => good(office.voiceCode),
} satisfies EngineAnswers;

const shellAnswers = {
  'file:save': () => good({ savedAs: 'customers.xlsx' }),
  'file:open': () => good({ file: { name: 'customers.csv', bytes: new Uint8Array(4) } }),
};

function at(path: string, role: Role = 'client-manager', engine: EngineAnswers = {}): Scenario {
  return scenario({ path, role, engine: { ...officeAnswers, ...engine }, shellAnswers });
}

const localStatement = {
  ...office.cardStatement,
  source: 'local' as const,
  asOfMs: nowMs - 26 * 3_600_000,
};

export const officeScenarios: Readonly<Record<string, Scenario>> = {
  statement: at('/statement'),
  'statement-contract': at('/statement/contract/ct-1'),
  'statement-accountant': at('/statement/contract/ct-1', 'accountant'),
  'statement-card': at('/statement/card/card-1', 'operator'),
  'statement-local': scenario({
    path: '/statement/card/card-1',
    role: 'operator',
    sync: syncOffline,
    engine: { ...officeAnswers, 'statement:get': () => good(localStatement) },
    shellAnswers,
  }),
  'statement-failed': at('/statement/card/card-1', 'operator', {
    'statement:get': () => refuse('NOT_CACHED'),
  }),
  'statement-loading': at('/statement/card/card-1', 'operator', { 'statement:get': never }),
  /** The paper stays in the window while the printer is asked. */
  'statement-printing': scenario({
    path: '/statement/contract/ct-1',
    role: 'accountant',
    engine: officeAnswers,
    shellAnswers: { ...shellAnswers, 'print:view': never },
  }),
  operations: at('/statement/operations'),
  'operations-failed': at('/statement/operations', 'operator', {
    'operation:search': () => refuse('LINK_DOWN'),
  }),
  months: at('/statement/months', 'accountant'),
  'months-empty': at('/statement/months', 'accountant', {
    'month:list': () => good({ rows: [], asOfMs: nowMs - 2000 }),
  }),
  'months-failed': at('/statement/months', 'accountant', {
    'month:list': () => refuse('ONLINE_REQUIRED'),
  }),
  registers: at('/registers'),
  'registers-bad': scenario({
    path: '/registers',
    role: 'administrator',
    engine: officeAnswers,
    shellAnswers: {
      'file:open': () => good({ file: { name: 'клиенты октябрь.csv', bytes: new Uint8Array(4) } }),
    },
  }),
  'registers-reading': at('/registers', 'client-manager', { 'register:preview': never }),
  cards: at('/cards'),
  'cards-failed': at('/cards', 'operator', { 'card:list': () => refuse('LINK_DOWN') }),
  'cards-empty': at('/cards', 'client-manager', { 'card:list': () => page([]) }),
  card: at(`/cards/${firstCard?.cardId ?? ''}`),
  'card-waiting': at('/cards/card-1', 'client-manager', {
    'card:get': (asked) => {
      const shown = officeAnswers['card:get'](asked);
      const lowered = office.limits.find(({ subjectKind }) => subjectKind === 'card');
      if (!shown.ok || lowered === undefined) return shown;
      const { limitId, amount } = lowered;
      return good({ ...shown.value, waiting: [{ limitId, beforeAmount: amount * 2 }] });
    },
  }),
  'card-blocked': at(`/cards/${blockedCard?.cardId ?? ''}`),
  'card-operator': at(`/cards/${firstCard?.cardId ?? ''}`, 'operator'),
  'card-unknown': at('/cards/none'),
  contracts: at('/contracts'),
  contract: at('/contracts/ct-1'),
  'contract-draft': at('/contracts/ct-3'),
  group: at('/contracts/ct-1/groups/g-3'),
  bulk: at('/contracts/ct-1/limits'),
  'groups-empty': at('/contracts/ct-1', 'client-manager', {
    'group:list': () => page([]),
    'template:list': () => good({ rows: [] }),
  }),
  prices: at('/prices'),
  voice: at('/voice', 'client-manager', { 'sale:preview': () => good(office.passing) }),
  'voice-refused': at('/voice', 'client-manager', {
    'sale:preview': () => good(office.barred),
    'voice:reserve': () => refuse('VOICE_CHALLENGE_INVALID'),
  }),
};
