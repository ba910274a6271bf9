import type { BridgeAnswer } from '#protocol/bridge.ts';
import type { StaffAccess } from '#protocol/records/administration.ts';
import type { AuditRecord } from '#protocol/records/audit.ts';
import { names, nowMs } from './samples.ts';

const MINUTE_MS = 60_000;

export const sessions: BridgeAnswer<'session:listAll'> = {
  rows: (['administrator', 'operator', 'client-manager'] as const).map((role, index) => ({
    sessionId: `session-${role}`,
    userId: `u-${role}`,
    login: role,
    displayName: names[role],
    role,
    workstationId: index === 2 ? null : `ws-${7 + index}`,
    workstationName: index === 2 ? null : `Касса ${1 + index}`,
    stationName: index === 2 ? null : 'АЗС № 14 «Капшагай»',
    openedAtMs: nowMs - (index + 1) * 40 * MINUTE_MS,
    expiresAtMs: nowMs + 8 * 60 * MINUTE_MS,
    current: index === 0,
  })),
  nextCursor: null,
  asOfMs: nowMs - 2000,
};

/** A password as it is drawn for somebody, and said once. */
export const drawnAccess: StaffAccess = {
  userId: 'u-operator',
  login: 'operator',
  displayName: names.operator,
  temporaryPassword: 'k7pm2-94qxw-d2t5h',
  passwordExpiresAtMs: nowMs + 24 * 60 * MINUTE_MS,
};

const entry = (seq: number, patch: Partial<AuditRecord>): AuditRecord => ({
  seq,
  atMs: nowMs - (10 - seq) * 7 * MINUTE_MS,
  event: 'user.put',
  userId: 'u-administrator',
  userName: names.administrator,
  workstationId: 'ws-7',
  address: '10.20.0.7',
  subjectKind: 'account',
  subjectId: 'u-operator',
  code: null,
  before: null,
  after: null,
  previousHash: '0'.repeat(64),
  hash: '1'.repeat(64),
  ...patch,
});

export const auditTrail: BridgeAnswer<'audit:list'> = {
  rows: [
    entry(6, { before: { role: 'operator' }, after: { role: 'accountant' } }),
    entry(5, {
      event: 'card.block',
      userName: names['client-manager'],
      subjectKind: 'card',
      subjectId: 'card-17',
      after: { cardId: 'card-17', reason: 'theft' },
    }),
    entry(4, {
      event: 'user.create',
      userName: names.operator,
      subjectId: null,
      code: 'FORBIDDEN',
    }),
    entry(3, {
      event: 'sign-in',
      userId: null,
      userName: null,
      workstationId: null,
      address: '203.0.113.0/24',
      subjectId: null,
      code: 'AUTH_DELAYED',
      after: { refusalCount: 1000 },
    }),
    entry(2, {
      event: 'price.set',
      userName: names['client-manager'],
      address: 'loopback',
      subjectKind: 'station',
      subjectId: 'station-1',
      before: { productId: 'ai-95', priceMinorPerLitre: 5_890, currency: 'RUB', fromMs: nowMs },
      after: { productId: 'ai-95', priceMinorPerLitre: 6_015, currency: 'RUB', fromMs: nowMs },
    }),
    entry(1, {
      event: 'register.import',
      subjectKind: null,
      subjectId: null,
      after: { register: 'cards', rowCount: 1_250, added: 1_200, changed: 48, unchanged: 2 },
    }),
  ],
  nextCursor: null,
  asOfMs: nowMs - 2000,
};
