import { z } from 'zod';
import * as r from '../records.ts';
import { namedGroup, registerResult, registerRows } from '../records/registers.ts';
import {
  commandId,
  done,
  get,
  listOf,
  page,
  post,
  REGISTER_BODY_MAX_BYTES,
  type Route,
} from '../route.ts';
import * as s from '../shapes.ts';

/** Registers, prices, contracts and cards: the work of the office. */
export const officeRoutes = {
  'register.import': {
    ...post('/v1/registers', 'user', 'register.import', {
      input: z.strictObject({ ...commandId, content: registerRows }),
      answer: registerResult,
    }),
    bodyMaxBytes: REGISTER_BODY_MAX_BYTES,
  },
  /** Which of the groups that a card register names are not there yet. */
  'register.missing-groups': {
    ...post('/v1/registers/missing-groups', 'user', 'register.import', {
      input: z.strictObject({ groups: z.array(namedGroup).max(100_000) }),
      answer: z.strictObject({ missing: z.array(namedGroup) }),
    }),
    bodyMaxBytes: REGISTER_BODY_MAX_BYTES,
    changes: false,
  },
  'station.list': get('/v1/stations', 'user', null, {
    input: z.strictObject({ ...page, search: s.shortText.optional() }),
    answer: listOf(r.station),
  }),
  /** The stations that a page names by id; one that nobody knows has no row. */
  'station.get-many': {
    ...post('/v1/stations/get-many', 'user', null, {
      input: z.strictObject({ stationIds: z.array(s.key).min(1).max(s.IDS_ASKED_MAX) }),
      answer: z.strictObject({ rows: z.array(r.station) }),
    }),
    changes: false,
  },
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
      rules: z.array(r.ownedRules).default([]),
      remainders: z.array(r.remainder),
      closing: r.contractClosing.nullable().default(null),
      asOfMs: s.atMs,
    }),
  }),
  'contract.close': post('/v1/contracts/close', 'user', 'contract.change', {
    input: z.strictObject({ ...commandId, contractId: s.key, reason: s.name }),
    answer: done,
  }),
  'contract.top-up': post('/v1/contracts/top-up', 'user', 'contract.change', {
    input: z.strictObject({
      ...commandId,
      contractId: s.key,
      amountMinor: z.int(),
      memo: s.shortText,
      /** The bank's day of the payment in the contract's zone; left out: today (acceptance C3). */
      bankDate: s.localDate.optional(),
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
      contract: r.contract,
      limits: z.array(r.limit),
      rules: z.array(r.ownedRules).default([]),
      remainders: z.array(r.remainder),
      asOfMs: s.atMs,
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
  'card.take-back': post('/v1/cards/take-back', 'user', 'card.take-back', {
    input: z.strictObject({ ...commandId, cardId: s.key }),
    answer: done,
  }),
  'card.set-pin': post('/v1/cards/pin', 'user', 'card.set-pin', {
    input: z.strictObject({ ...commandId, cardId: s.key, pin: s.pin, repeat: s.pin }),
    answer: done,
  }),
} as const satisfies Record<string, Route>;
