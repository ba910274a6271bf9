// What a workstation of an invented network would answer.
import { rightsOf, type Role } from '#domain/identity/rights.ts';
import type { BridgeAnswer, SessionState, SyncState } from '#protocol/bridge.ts';
import { type Settings, type ShellState, settingsDefaults } from '#protocol/shell.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The moment at which the samples were taken; everything in them is older than it. */
export const nowMs = Date.now();

export const settings: Settings = { ...settingsDefaults, lastLogin: 'operator' };

export const shellState: ShellState = {
  phase: 'ready',
  keyStore: 'open',
  mode: 'standalone',
  processes: { engine: 'running', backend: 'running', vault: 'running' },
  failureCode: null,
  failureParams: {},
  version: '0.1.0',
  electronVersion: '45.4.1',
  testBuild: false,
};

export const names: Readonly<Record<Role, string>> = {
  operator: 'Айгерим Сапарова',
  'shift-supervisor': 'Марат Жумабеков',
  accountant: 'Ольга Демидова',
  'client-manager': 'Тимур Алиев',
  administrator: 'Константин Рощин',
  representative: 'Жанна Ли',
  member: 'Пётр Ветров',
};

export function sessionOf(role: Role, mode: SessionState['mode'] = 'online'): SessionState {
  return {
    user: { userId: `u-${role}`, login: role, displayName: names[role], role, active: true },
    rights: [...rightsOf({ role })],
    mode,
    expiresAtMs: nowMs + 8 * hourMs,
  };
}

export const nobody: SessionState = { user: null, rights: [], mode: 'none', expiresAtMs: null };

const emptyQueue = { queue: [], queueLength: 0, attention: [] };

export const syncOnline: SyncState = {
  link: 'online',
  lastErrorCode: null,
  lastErrorParams: {},
  lastContactAtMs: nowMs - 4000,
  nextTryAtMs: null,
  feedAsOfMs: nowMs - 4000,
  recovery: null,
  fork: null,
  arriving: null,
  journalSeq: 1842,
  acknowledgedSeq: 1842,
  ...emptyQueue,
  leases: { usable: true, killedCode: null, cardCount: 38, firstExpiresAtMs: nowMs + 5 * hourMs },
};

const arriving = { doneBytes: 247 * 2 ** 20, totalBytes: 558 * 2 ** 20, paused: false };

export const syncArriving: SyncState = { ...syncOnline, feedAsOfMs: null, arriving };

export const syncPaused: SyncState = { ...syncArriving, arriving: { ...arriving, paused: true } };

export const syncForked: SyncState = {
  ...syncOnline,
  link: 'refused',
  lastErrorCode: 'JOURNAL_FORKED',
  leases: { ...syncOnline.leases, usable: false, killedCode: 'JOURNAL_FORKED' },
  fork: { openCount: 0, saved: false },
};

export const syncRecovering: SyncState = { ...syncOnline, recovery: { awaitedCount: 1 } };

const broughtSinceMs = nowMs - 26 * hourMs;

/** A morning after a restore: two have come back, one is awaited, one is lost. */
export const recovering = {
  sinceMs: nowMs - 40 * minuteMs,
  reason: 'head',
  declaredMinor: 0,
  endedAtMs: null,
  workstations: [
    {
      workstationId: 'ws-7',
      workstationName: 'Касса 1',
      stationName: 'АЗС № 14 «Капшагай»',
      standing: 'reported',
      lastSeenAtMs: nowMs - 4_000,
      lineCount: 1_284,
      fillCount: 611,
      refusedCount: 0,
      fromMs: broughtSinceMs,
      untilMs: nowMs - 9 * minuteMs,
    },
    {
      workstationId: 'ws-8',
      workstationName: 'Касса 2',
      stationName: 'АЗС № 14 «Капшагай»',
      standing: 'reported',
      lastSeenAtMs: nowMs - 11_000,
      lineCount: 947,
      fillCount: 438,
      refusedCount: 2,
      fromMs: broughtSinceMs,
      untilMs: nowMs - 12 * minuteMs,
    },
    {
      workstationId: 'ws-9',
      workstationName: 'Касса 1',
      stationName: 'АЗС № 3 «Талдыкорган»',
      standing: 'awaited',
      lastSeenAtMs: broughtSinceMs,
      lineCount: 0,
      fillCount: 0,
      refusedCount: 0,
      fromMs: null,
      untilMs: null,
    },
    {
      workstationId: 'ws-10',
      workstationName: 'Касса 3',
      stationName: 'АЗС № 3 «Талдыкорган»',
      standing: 'lost',
      lastSeenAtMs: nowMs - 90 * hourMs,
      lineCount: 0,
      fillCount: 0,
      refusedCount: 0,
      fromMs: null,
      untilMs: null,
    },
  ],
} satisfies BridgeAnswer<'recovery:get'>['recovery'];

const saleIds = [
  '0192f1c0-4b7a-7d3e-8a51-3a6be2f0c101',
  '0192f1c0-4b7a-7d3e-8a51-3a6be2f0c102',
  '0192f1c0-4b7a-7d3e-8a51-3a6be2f0c103',
] as const;

const kinds = ['sale.captured', 'sale.held', 'lease.returned', 'sale.reversed', 'card.blocked'];

export const syncOffline: SyncState = {
  ...syncOnline,
  link: 'offline',
  lastErrorCode: 'LINK_DOWN',
  lastContactAtMs: nowMs - 47 * minuteMs,
  nextTryAtMs: nowMs + 25_000,
  feedAsOfMs: nowMs - 47 * minuteMs,
  journalSeq: 1853,
  queueLength: 11,
  queue: Array.from({ length: 11 }, (_, index) => ({
    seq: 1843 + index,
    place: index + 1,
    kind: kinds[index % kinds.length] ?? 'sale.held',
    saleId: index % kinds.length < 2 ? (saleIds[index % 3] ?? null) : null,
    atMs: nowMs - (46 - index * 3) * minuteMs,
    tries: Math.max(0, 6 - index),
    lastErrorCode: index < 6 ? 'LINK_DOWN' : null,
  })),
  leases: { usable: true, killedCode: null, cardCount: 38, firstExpiresAtMs: nowMs + 4 * hourMs },
};

export const syncRefused: SyncState = {
  ...syncOffline,
  link: 'refused',
  lastErrorCode: 'WORKSTATION_REVOKED',
  nextTryAtMs: null,
  leases: { usable: false, killedCode: 'LEASES_KILLED', cardCount: 0, firstExpiresAtMs: null },
};

export const syncAttention: SyncState = {
  ...syncOnline,
  attention: [
    {
      seq: 1790,
      place: 1,
      saleId: null,
      tries: 1,
      retriable: true,
      kind: 'sale.captured',
      atMs: nowMs - 3 * hourMs,
      status: 'refused',
      code: 'HOLD_NOT_FOUND',
    },
    {
      seq: 1801,
      place: 2,
      saleId: null,
      tries: 3,
      retriable: true,
      kind: 'card.blocked',
      atMs: nowMs - 2 * hourMs,
      status: 'conflict',
      code: 'CARD_CLOSED',
    },
  ],
};

export const station: BridgeAnswer<'station:context'> = {
  networkName: 'Степь Ойл',
  demonstration: false,
  workstationId: 'ws-7',
  workstationName: 'Касса 1',
  station: {
    stationId: 'st-1',
    name: 'АЗС № 14 «Капшагай»',
    zone: 'Asia/Almaty',
    country: 'KZ',
    owner: 'own',
    pumpCount: 6,
    address: 'Трасса А3, 62-й км',
  },
  currency: 'KZT',
  products: [],
  groups: [],
  demoCards: [],
  source: 'online',
  asOfMs: nowMs - 4000,
};

export const stations: BridgeAnswer<'station:list'> = {
  rows: [
    station.station,
    { ...station.station, stationId: 'st-2', name: 'АЗС № 15 «Талгар»' },
    { ...station.station, stationId: 'st-3', name: 'АЗС № 21 «Қаскелең»' },
  ],
  nextCursor: null,
  asOfMs: nowMs - 2000,
};

const roleNames: readonly Role[] = [
  'operator',
  'shift-supervisor',
  'accountant',
  'client-manager',
  'administrator',
];

export const users: BridgeAnswer<'user:list'> = {
  rows: roleNames.map((role, index) => ({
    userId: `u-${role}`,
    login: role,
    displayName: names[role],
    role,
    active: index !== 1,
    state: index === 2 ? 'locked' : 'active',
    mustSetPassword: index === 3,
    waitsUntilMs: index === 0 ? nowMs + 15 * 60_000 : null,
    email: index === 1 ? 'timur@network.example' : null,
  })),
  nextCursor: null,
  asOfMs: nowMs - 2000,
};

export const workstations: BridgeAnswer<'workstation:list'> = {
  rows: [
    {
      workstationId: 'ws-7',
      stationId: 'st-1',
      name: 'Касса 1',
      state: 'active',
      enrolledAtMs: nowMs - 90 * 24 * hourMs,
      lastSeenAtMs: nowMs - 4000,
      journalSeq: 1842,
    },
    {
      workstationId: 'ws-8',
      stationId: 'st-1',
      name: 'Касса 2',
      state: 'active',
      enrolledAtMs: nowMs - 60 * 24 * hourMs,
      lastSeenAtMs: nowMs - 3 * hourMs,
      journalSeq: 920,
    },
    {
      workstationId: 'ws-3',
      stationId: 'st-2',
      name: 'Ноутбук мастера',
      state: 'lost',
      enrolledAtMs: nowMs - 200 * 24 * hourMs,
      lastSeenAtMs: nowMs - 40 * 24 * hourMs,
      journalSeq: 77,
    },
    {
      workstationId: 'ws-2',
      stationId: 'st-3',
      name: 'Старая касса',
      state: 'revoked',
      enrolledAtMs: nowMs - 300 * 24 * hourMs,
      lastSeenAtMs: null,
      journalSeq: 0,
    },
  ],
  nextCursor: null,
  asOfMs: nowMs - 2000,
};

const exposureAt = {
  stationName: 'АЗС 12 «Северная»',
  workstationName: 'Касса 1',
  lastSeenAtMs: nowMs - 2 * hourMs,
  contractNumber: 'Д-1045',
  clientName: 'ТОО «Жол»',
  currency: 'RUB',
  unreported: 0,
  lost: 0,
  untilMs: nowMs + 30 * hourMs,
} as const;

export const exposures: BridgeAnswer<'exposure:leases'> = {
  rows: [
    {
      ...exposureAt,
      lineId: '1',
      kind: 'money',
      title: '',
      measure: 'money',
      leased: 125_000_00,
    },
    {
      ...exposureAt,
      lineId: '2',
      kind: 'limit',
      title: '7005 •••• 0012',
      measure: 'volume',
      leased: 820_000,
      unreported: 40_000,
    },
    {
      ...exposureAt,
      lineId: '3',
      workstationName: 'Старая касса',
      kind: 'voucher',
      title: 'T-000417',
      measure: 'volume',
      leased: 0,
      lost: 20_000,
    },
  ],
  asOfMs: nowMs - 2000,
};

export const lastSignIn: BridgeAnswer<'signIn:last'> = {
  last: { atMs: nowMs - 15 * 3_600_000, workstationName: 'Касса 2', stationName: 'АЗС № 17' },
  errorCount: 2,
  asOfMs: nowMs,
};
