import { z } from 'zod';
import { feedPage, liveEvent } from './feed.ts';
import { journalLine, leaseReturn, lineAnswer } from './journal.ts';
import * as r from './records.ts';
import { registerResult, registerRows } from './registers.ts';
import {
  BATCH_BODY_MAX_BYTES,
  BODY_MAX_BYTES,
  REGISTER_BODY_MAX_BYTES,
  type Route,
  type RouteAuth,
} from './route.ts';
import type { Right } from '#domain/identity/rights.ts';
import * as s from './shapes.ts';

/**
 * The HTTP border of the backend: the one table from which routing, validation, tests and clients
 * are made.
 */

const commandId = { commandId: s.id };

const ask = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('volume'), volumeMl: s.volumeMl }),
  z.strictObject({ by: z.literal('money'), amountMinor: s.amountMinor }),
  z.strictObject({ by: z.literal('full') }),
]);

interface Shape<I extends z.ZodType, A extends z.ZodType> {
  readonly input: I;
  readonly answer: A;
}

function get<I extends z.ZodType, A extends z.ZodType>(
  path: string,
  auth: RouteAuth,
  right: Right | null,
  shape: Shape<I, A>,
) {
  const fixed = { method: 'GET', bodyMaxBytes: 0, changes: false } as const;
  return { ...fixed, path, auth, right, ...shape } satisfies Route;
}

function post<I extends z.ZodType, A extends z.ZodType>(
  path: string,
  auth: RouteAuth,
  right: Right | null,
  shape: Shape<I, A>,
) {
  const fixed = { method: 'POST', bodyMaxBytes: BODY_MAX_BYTES, changes: true } as const;
  return { ...fixed, path, auth, right, ...shape } satisfies Route;
}

const done = z.strictObject({ done: z.literal(true) });
const page = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
};
const listOf = <T extends z.ZodType>(row: T) =>
  z.strictObject({
    rows: z.array(row),
    nextCursor: z.string().max(200).nullable(),
    asOfMs: s.atMs,
  });

export const routes = {
  // Health and the network
  'health.get': get('/v1/health', 'public', null, {
    input: s.empty,
    answer: z.strictObject({ status: z.literal('ok') }),
  }),
  'ready.get': get('/v1/ready', 'public', null, {
    input: s.empty,
    answer: z.strictObject({ status: z.enum(['ready', 'starting', 'stopping']) }),
  }),
  'handshake.do': {
    ...post('/v1/handshake', 'public', null, {
      input: z.strictObject({
        protocolVersion: z.int().min(0).max(10_000),
        appVersion: z.string().max(40),
        clockMs: s.atMs,
      }),
      answer: z.strictObject({
        protocolVersion: z.int(),
        protocolVersionMin: z.int(),
        backendVersion: z.string().max(40),
        networkId: s.key,
        networkName: s.name,
        demonstration: z.boolean(),
        /** False until the first administrator exists. */
        ready: z.boolean(),
        /** Changes when the backend was restored from a backup. */
        epoch: s.key,
        nowMs: s.atMs,
      }),
    }),
    changes: false,
  },
  'network.create': post('/v1/network', 'setup', null, {
    input: z.strictObject({
      ...commandId,
      networkName: s.name,
      station: r.station.omit({ stationId: true }),
      administrator: z.strictObject({ login: s.name, displayName: s.name, password: s.secret }),
    }),
    answer: z.strictObject({ networkId: s.key, stationId: s.key, enrolmentCode: s.secret }),
  }),

  // People
  'session.open': post('/v1/sessions', 'public', null, {
    input: z.strictObject({
      login: s.name,
      password: s.secret,
      workstationId: s.key.nullable(),
    }),
    answer: z.strictObject({
      sessionId: s.key,
      token: s.secret,
      expiresAtMs: s.atMs,
      user: r.user,
      /**
       * The last day and hour on which this person may unlock offline without signing in again (row
       * N-03).
       */
      offlineUntilMs: s.atMs,
    }),
  }),
  'session.close': post('/v1/sessions/close', 'user', null, { input: s.empty, answer: done }),
  'session.list': get('/v1/sessions', 'user', null, {
    input: s.empty,
    answer: listOf(r.session),
  }),
  'session.revoke': post('/v1/sessions/revoke', 'user', null, {
    input: z.strictObject({ sessionId: s.key }),
    answer: done,
  }),
  'user.list': get('/v1/users', 'user', 'user.manage', { input: s.empty, answer: listOf(r.user) }),
  'user.create': post('/v1/users', 'user', 'user.manage', {
    input: z.strictObject({
      ...commandId,
      login: s.name,
      displayName: s.name,
      role: r.staffRole,
      password: s.secret,
    }),
    answer: r.user,
  }),

  // Workstations
  'workstation.code': post('/v1/workstations/codes', 'user', 'workstation.manage', {
    input: z.strictObject({ ...commandId, stationId: s.key }),
    answer: z.strictObject({ code: s.secret, expiresAtMs: s.atMs }),
  }),
  'workstation.enrol': post('/v1/workstations/enrol', 'public', null, {
    input: z.strictObject({
      code: s.secret,
      name: s.name,
      /** Ed25519, SPKI DER in base64. */
      publicKey: s.base64,
    }),
    answer: z.strictObject({
      workstationId: s.key,
      stationId: s.key,
      networkId: s.key,
      networkName: s.name,
      demonstration: z.boolean(),
      epoch: s.key,
      refreshToken: s.secret,
      /** Keys by which cards are found and backend signatures are checked; pinned at enrolment. */
      panKey: s.hex64,
      backendKeys: z.array(z.strictObject({ keyId: s.key, publicKey: s.base64 })).min(1),
    }),
  }),
  'workstation.session': post('/v1/workstations/session', 'public', null, {
    input: z.strictObject({
      workstationId: s.key,
      refreshToken: s.secret,
      atMs: s.atMs,
      /** Ed25519 over the canonical JSON of the three fields above. */
      signature: s.base64,
    }),
    answer: z.strictObject({
      accessToken: s.secret,
      expiresAtMs: s.atMs,
      refreshToken: s.secret,
      acknowledgedSeq: s.count,
      acknowledgedHash: s.hex64,
    }),
  }),
  'workstation.list': get('/v1/workstations', 'user', 'workstation.manage', {
    input: s.empty,
    answer: listOf(r.workstation),
  }),
  'workstation.revoke': post('/v1/workstations/revoke', 'user', 'workstation.manage', {
    input: z.strictObject({
      ...commandId,
      workstationId: s.key,
      state: z.enum(['revoked', 'lost']),
    }),
    answer: done,
  }),

  // Registers, cards, limits, contracts
  'register.import': {
    ...post('/v1/registers', 'user', 'register.import', {
      input: z.strictObject({ ...commandId, content: registerRows }),
      answer: registerResult,
    }),
    bodyMaxBytes: REGISTER_BODY_MAX_BYTES,
  },
  'station.list': get('/v1/stations', 'user', null, {
    input: z.strictObject({ ...page, search: s.shortText.optional() }),
    answer: listOf(r.station),
  }),
  'product.list': get('/v1/products', 'user', null, {
    input: z.strictObject({ ...page, search: s.shortText.optional() }),
    answer: listOf(r.product),
  }),
  'price.set': post('/v1/prices', 'user', 'contract.change', {
    input: z.strictObject({ ...commandId, price: r.price }),
    answer: done,
  }),
  'client.list': get('/v1/clients', 'user', 'contract.view', {
    input: z.strictObject({ ...page, search: s.shortText.optional() }),
    answer: listOf(r.client),
  }),
  'contract.list': get('/v1/contracts', 'user', 'contract.view', {
    input: z.strictObject({ ...page, search: s.shortText.optional() }),
    answer: listOf(r.contract),
  }),
  'contract.get': get('/v1/contracts/:contractId', 'user', 'contract.view', {
    input: z.strictObject({ contractId: s.key }),
    answer: z.strictObject({
      contract: r.contract,
      limits: z.array(r.limit),
      remainders: z.array(r.remainder),
    }),
  }),
  'contract.sign': post('/v1/contracts/sign', 'user', 'contract.change', {
    input: z.strictObject({ ...commandId, contractId: s.key, creditLimitMinor: s.amountMinor }),
    answer: done,
  }),
  'contract.top-up': post('/v1/contracts/top-up', 'user', 'contract.change', {
    input: z.strictObject({
      ...commandId,
      contractId: s.key,
      amountMinor: z.int(),
      memo: s.shortText,
    }),
    answer: done,
  }),
  'card.list': get('/v1/cards', 'user', 'card.view', {
    input: z.strictObject({
      ...page,
      search: s.shortText.optional(),
      contractId: s.key.optional(),
    }),
    answer: listOf(r.card),
  }),
  'card.get': get('/v1/cards/:cardId', 'user', 'card.view', {
    input: z.strictObject({ cardId: s.key }),
    answer: z.strictObject({
      card: r.card,
      limits: z.array(r.limit),
      remainders: z.array(r.remainder),
    }),
  }),
  'card.issue': post('/v1/cards', 'user', 'contract.change', {
    input: z.strictObject({
      ...commandId,
      contractId: s.key,
      pan: s.pan,
      holder: s.shortText.nullable(),
      vehicle: s.shortText.nullable(),
      tankCapacityMl: s.volumeMl.nullable(),
      transactionMaxMl: s.volumeMl.nullable(),
      transactionMaxMinor: s.amountMinor.nullable(),
      productIds: z.array(s.key).max(1000).nullable(),
      stationIds: z.array(s.key).max(10_000).nullable(),
      offlinePolicy: z.enum(['never', 'home', 'everywhere']),
      expiresOn: s.localDate.nullable(),
    }),
    answer: r.card,
  }),
  'card.block': post('/v1/cards/block', 'user', 'card.block', {
    input: z.strictObject({
      ...commandId,
      cardId: s.key,
      reason: z.enum(['client', 'issuer', 'theft', 'debt']),
    }),
    answer: done,
  }),
  'card.unblock': post('/v1/cards/unblock', 'user', 'card.unblock', {
    input: z.strictObject({ ...commandId, cardId: s.key }),
    answer: done,
  }),
  'card.set-pin': post('/v1/cards/pin', 'user', 'contract.change', {
    input: z.strictObject({ ...commandId, cardId: s.key, pin: s.pin, repeat: s.pin }),
    answer: done,
  }),
  'limit.set': post('/v1/limits', 'user', 'limit.change', {
    input: z.strictObject({ ...commandId, limit: r.limit }),
    answer: done,
  }),
  'limit.remove': post('/v1/limits/remove', 'user', 'limit.change', {
    input: z.strictObject({ ...commandId, limitId: s.key }),
    answer: done,
  }),

  // Sales
  'sale.check': {
    ...post('/v1/sales/check', 'desk', 'sale.make', {
      input: z.strictObject({ panHash: s.hex64 }),
      answer: z.strictObject({
        card: r.card,
        contract: r.contract,
        limits: z.array(r.limit),
        remainders: z.array(r.remainder),
        asOfMs: s.atMs,
      }),
    }),
    changes: false,
  },
  'sale.authorize': post('/v1/sales/authorize', 'desk', 'sale.make', {
    input: z.strictObject({
      saleId: s.id,
      cardId: s.key,
      productId: s.key,
      pumpNumber: z.int().min(1).max(99),
      ask,
      pin: s.pin.nullable(),
      leaseReturns: z.array(leaseReturn).max(200),
    }),
    answer: r.sale,
  }),
  'sale.capture': post('/v1/sales/capture', 'workstation', null, {
    input: z.strictObject({
      ...commandId,
      saleId: s.id,
      volumeMl: s.volumeMl,
      capturedAtMs: s.atMs,
      slipNumber: s.count.nullable(),
    }),
    answer: r.sale,
  }),
  'sale.reverse': post('/v1/sales/reverse', 'workstation', null, {
    input: z.strictObject({ ...commandId, saleId: s.id, reversedAtMs: s.atMs }),
    answer: done,
  }),
  'statement.get': get('/v1/statements', 'user', 'statement.view', {
    input: z.strictObject({
      subjectKind: z.enum(['card', 'contract']),
      subjectId: s.key,
      /** Local dates of the contract's zone, both inclusive (row R-30). */
      fromDate: s.localDate,
      toDate: s.localDate,
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(10_000).optional(),
    }),
    answer: r.statement,
  }),

  // Leases and sync
  'lease.grant': post('/v1/leases/grant', 'workstation', null, {
    input: z.strictObject({
      ...commandId,
      cardId: s.key,
      wanted: z.strictObject({ amountMinor: s.amountMinor, volumeMl: s.volumeMl, count: s.count }),
    }),
    answer: z.strictObject({
      grantId: s.id,
      cardId: s.key,
      leases: z.array(r.lease),
      /**
       * The limits that apply to the card; an offline sale needs a lease on each that counts its
       * product.
       */
      limits: z.array(r.limit),
      /**
       * Verifier of the card's PIN, dead with the leases; null where the card asks for none (row
       * N-20).
       */
      pin: z.strictObject({ verifier: s.secret, key: s.hex64 }).nullable(),
      keyId: s.key,
      /** Ed25519 of the backend over the canonical JSON of all fields above. */
      signature: s.base64,
    }),
  }),
  'lease.return': post('/v1/leases/return', 'workstation', null, {
    input: z.strictObject({ ...commandId, leaseReturn }),
    answer: done,
  }),
  'feed.pull': get('/v1/feed', 'workstation', null, {
    input: z.strictObject({
      cursor: z.coerce.number().int().min(0),
      limit: z.coerce.number().int().min(1).max(5000).optional(),
    }),
    answer: feedPage,
  }),
  'journal.push': {
    ...post('/v1/journal', 'workstation', null, {
      input: z.strictObject({
        lines: z.array(journalLine).min(1).max(1000),
        /** Ed25519 of the workstation over the last line's hash (as hex text). */
        signature: s.base64,
      }),
      answer: z.strictObject({
        acknowledgedSeq: s.count,
        acknowledgedHash: s.hex64,
        answers: z.array(lineAnswer),
        keyId: s.key,
        /** Ed25519 of the backend over `acknowledgedHash`: two parties hold the head now (I8). */
        coSignature: s.base64,
      }),
    }),
    bodyMaxBytes: BATCH_BODY_MAX_BYTES,
  },
  'events.stream': {
    ...get('/v1/events', 'workstation', null, { input: s.empty, answer: liveEvent }),
    stream: true,
  },
  'exposure.list': get('/v1/exposure', 'user', 'exposure.view', {
    input: s.empty,
    answer: listOf(r.exposure),
  }),
} as const satisfies Record<string, Route>;

export type RouteId = keyof typeof routes;
export type RouteInput<K extends RouteId> = z.output<(typeof routes)[K]['input']>;
export type RouteAnswer<K extends RouteId> = z.output<(typeof routes)[K]['answer']>;

/** RFC 9457 with the product's own fields (architecture §12). */
export const problem = z.strictObject({
  type: z.string().max(200),
  title: z.string().max(200),
  status: z.int(),
  code: z.string().max(60),
  params: s.params,
  traceId: z.string().max(80),
});
export type Problem = z.infer<typeof problem>;
