import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import type { RouteId, RouteInput } from '#protocol/routes.ts';

/** What a test marks as secret: none of it may ever be found in a log. */
export const MARK = 'MARKED-SECRET';
export const MARKED_PIN = '73915064';
export const MARKED_PAN = '9999007391573915';

const ID = '01939c2e-0000-7000-8000-000000000001';
const HASH = 'ab'.repeat(32);
const AT_MS = 1_795_000_000_000;
const commandId = ID;

const list = { mode: 'allow', ids: ['x'] } as const;
const rules = {
  stations: list,
  regions: list,
  countries: list,
  partners: list,
  products: list,
  productGroups: list,
  transactionMaxMinor: 1,
  transactionMaxMl: 1,
  tankCapacityMl: 1,
  pauseMs: 1,
};
const limit = {
  ...PLAIN_TERMS,
  limitId: 'l',
  subjectKind: 'card',
  subjectId: 'c',
  scopeKind: 'all',
  scopeId: null,
  measure: 'money',
  amount: 1,
  period: 'day',
} as const;
const { limitId: _id, subjectKind: _kind, subjectId: _owner, scheduled: _plans, ...each } = limit;
const subjects = [{ subjectKind: 'card' as const, subjectId: 'c' }];
const limitsChange = {
  contractId: 'k',
  limits: [limit],
  removals: ['r'],
  rules: [{ ownerKind: 'card' as const, ownerId: 'c', rules }],
  spread: { subjects, limits: [each], rules },
  fromMs: AT_MS,
  budget: { limitId: 'l' },
};
const templateUse = { templateId: 't', contractId: 'k', subjects, fromMs: AT_MS };

/** One well-formed input per route. The compiler asks for another when the table grows. */
export const validInputs: { readonly [K in RouteId]: RouteInput<K> } = {
  'health.get': {},
  'ready.get': {},
  'handshake.do': { protocolVersion: 1, appVersion: '0.1.0', clockMs: AT_MS },
  'network.create': {
    commandId,
    networkName: 'n',
    station: {
      name: 's',
      zone: 'Europe/Moscow',
      country: 'RU',
      owner: 'own',
      pumpCount: 4,
      address: null,
    },
    administrator: { login: 'l', displayName: 'd', password: `${MARK}-password` },
  },
  'session.open': { login: 'nobody', password: `${MARK}-password`, workstationId: null },
  'session.close': {},
  'session.list': {},
  'session.revoke': { sessionId: ID },
  'user.list': {},
  'user.create': {
    commandId,
    login: 'l',
    displayName: 'd',
    role: 'operator',
    password: `${MARK}-password`,
  },
  'workstation.code': { commandId, stationId: 'station' },
  'workstation.enrol': { code: `${MARK}-code`, name: 'w', publicKey: 'AAAA' },
  'workstation.session': {
    workstationId: ID,
    refreshToken: `${MARK}-refresh`,
    atMs: AT_MS,
    signature: 'AAAA',
  },
  'recovery.report': { headSeq: 0 },
  'recovery.get': {},
  'recovery.declare': { commandId, amountMinor: 1, reason: 'x' },
  'workstation.list': {},
  'workstation.revoke': { commandId, workstationId: ID, state: 'revoked' },
  'register.import': {
    commandId,
    content: {
      register: 'cards',
      rows: [
        {
          sourceId: 'c',
          pan: MARKED_PAN,
          clientSourceId: 'x',
          holder: null,
          vehicle: null,
          expiresOn: null,
        },
      ],
    },
  },
  'station.list': { cursor: 'x', limit: 5, search: 's' },
  'product.list': { cursor: 'x', limit: 5, search: 's' },
  'price.set': {
    commandId,
    price: {
      stationId: 's',
      productId: 'p',
      fromMs: AT_MS,
      priceMinorPerLitre: 1,
      currency: 'RUB',
    },
  },
  'client.list': { cursor: 'x', limit: 5, search: 's' },
  'contract.list': { cursor: 'x', limit: 5, search: 's' },
  'contract.get': { contractId: 'nothing' },
  'contract.sign': { commandId, contractId: 'c', creditLimitMinor: 0 },
  'contract.top-up': { commandId, contractId: 'c', amountMinor: 1, memo: 'm' },
  'card.list': { cursor: 'x', limit: 5, search: 's', contractId: 'c' },
  'card.get': { cardId: 'nothing' },
  'card.issue': {
    commandId,
    contractId: 'c',
    pan: MARKED_PAN,
    holder: null,
    vehicle: null,
    tankCapacityMl: null,
    transactionMaxMl: null,
    transactionMaxMinor: null,
    productIds: ['p'],
    stationIds: ['s'],
    offlinePolicy: 'home',
    expiresOn: null,
  },
  'card.block': { commandId, cardId: 'c', reason: 'client' },
  'card.unblock': { commandId, cardId: 'c' },
  'card.set-pin': { commandId, cardId: 'c', pin: MARKED_PIN, repeat: MARKED_PIN },
  'limit.set': { commandId, limit, fromMs: AT_MS },
  'limit.remove': { commandId, limitId: 'l', fromMs: AT_MS },
  'limit.history': { limitId: 'l' },
  'limit.set-many': { commandId, ...limitsChange, skipInvalid: false },
  'limit.preview-many': limitsChange,
  'rules.set': { commandId, owned: { ownerKind: 'card', ownerId: 'c', rules } },
  'card-group.list': { cursor: 'x', limit: 5, search: 's', contractId: 'k' },
  'card-group.get': { groupId: 'g' },
  'card-group.put': { commandId, group: { groupId: 'g', contractId: 'k', name: 'n' } },
  'card-group.assign': { commandId, contractId: 'k', groupId: 'g', cardIds: ['c'] },
  'card-group.dissolve': { commandId, groupId: 'g' },
  'limit-template.list': { contractId: 'k' },
  'limit-template.put': {
    commandId,
    template: { templateId: 't', contractId: 'k', name: 'n', limits: [each], rules },
  },
  'limit-template.remove': { commandId, templateId: 't' },
  'limit-template.apply': { commandId, ...templateUse },
  'limit-template.preview': templateUse,
  'sale.preview': { cardId: 'c', stationId: 's', productId: 'p', ask: { by: 'full' } },
  'station.place': { commandId, stationId: 's', regionId: 'r', partnerId: null },
  'sale.check': { panHash: HASH },
  'sale.authorize': {
    saleId: ID,
    cardId: 'c',
    productId: 'p',
    pumpNumber: 1,
    ask: { by: 'volume', volumeMl: 1 },
    pin: MARKED_PIN,
    leaseReturns: [{ returnId: ID, leaseId: 'l', quantity: 1 }],
  },
  'sale.capture': { commandId, saleId: ID, volumeMl: 1, capturedAtMs: AT_MS, slipNumber: null },
  'sale.reverse': { commandId, saleId: ID, reversedAtMs: AT_MS },
  'statement.get': {
    subjectKind: 'card',
    subjectId: 'card-1',
    cursor: 'x',
    fromDate: '2026-11-01',
    toDate: '2026-11-21',
    limit: 5,
  },
  'lease.grant': { commandId, cardId: 'c', wanted: { amountMinor: 1, volumeMl: 1, count: 1 } },
  'lease.return': { commandId, leaseReturn: { returnId: ID, leaseId: 'l', quantity: 1 } },
  'feed.pull': { cursor: '', limit: 5 },
  'journal.push': {
    lines: [
      {
        seq: 1,
        kind: 'leases.killed',
        atMs: AT_MS,
        body: { reason: 'clock' },
        previousHash: HASH,
        hash: HASH,
      },
    ],
    signature: 'AAAA',
  },
  'events.stream': {},
  'exposure.shares': { cursor: 'x', limit: 5, group: 'workstation' },
  'exposure.entries': { cursor: 'x', limit: 5 },
  'snapshot.offer': { cacheSchema: 20 },
  'snapshot.get': { snapshotId: ID },
  'exposure.list': {},
  'exposure.shares': { group: 'contract', limit: 5 },
  'exposure.entries': { limit: 5 },
  'points.open': { commandId, contractId: 'c', pointsAccountId: 'p', programmeId: 'g' },
  'points.accrue': { commandId, pointsAccountId: 'p', saleId: ID, points: 1 },
  'points.reverse-accrual': { commandId, pointsAccountId: 'p', saleId: ID },
  'voucher.issue': {
    commandId,
    contractId: 'c',
    vouchers: [
      {
        voucherId: 'v',
        productId: 'p',
        nominalMl: 1,
        priceMinorPerLitre: 1,
        validTo: '2026-11-21',
        stationIds: null,
      },
    ],
  },
  'voucher.block': { commandId, voucherId: 'v' },
  'asset.redeem': { redemptionId: ID, allowanceKey: 'voucher/v', quantity: 1, productId: null },
  'asset.lease': { commandId, allowanceKey: 'points/p', wanted: 1 },
};
