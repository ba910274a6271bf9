import { z } from 'zod';
import * as l from '../records/limits.ts';
import * as r from '../records.ts';
import {
  BATCH_BODY_MAX_BYTES,
  commandId,
  done,
  get,
  listOf,
  page,
  post,
  type Route,
} from '../route.ts';
import * as s from '../shapes.ts';
import { ask } from './sale.ts';

/** Ten thousand limits, and from which terms each was worked out. */
const LIMITS_BODY_MAX_BYTES = 2 * BATCH_BODY_MAX_BYTES;

/** From when a change applies; at once where it is left out. */
const fromMs = { fromMs: s.atMs.nullable().optional() };

/** Compared with what is in force; left out, the change is made whatever stands there. */
const seen = { seen: l.seenTerms.shape.terms.optional() };

const subjects = z.array(l.limitSubject).min(1).max(l.LIMITS_MAX);

/** Limits, rules, groups of cards and templates; and whether a purchase would pass. */
export const limitRoutes = {
  /** All limits of a contract: of its cards, its groups and its own; `limit` counts owners. */
  'limit.list': get('/v1/limits', 'user', 'limit.view', {
    input: z.strictObject({ ...page, contractId: s.key }),
    answer: listOf(r.limit),
  }),
  'limit.set': post('/v1/limits', 'user', 'limit.change', {
    input: z.strictObject({ ...commandId, limit: r.limit, ...fromMs, ...seen }),
    answer: done,
  }),
  'limit.remove': post('/v1/limits/remove', 'user', 'limit.change', {
    input: z.strictObject({ ...commandId, limitId: s.key, ...fromMs, ...seen }),
    answer: done,
  }),
  'limit.history': get('/v1/limits/:limitId/history', 'user', 'limit.view', {
    input: z.strictObject({ limitId: s.key }),
    answer: z.strictObject({ versions: z.array(l.limitVersion) }),
  }),
  'limit.set-many': {
    ...post('/v1/limits/many', 'user', 'limit.change', {
      input: z.strictObject({
        ...commandId,
        ...l.limitsChange,
        /** Leaves out what is invalid instead of refusing everything. */
        skipInvalid: z.boolean().default(false),
      }),
      answer: l.limitsResult,
    }),
    bodyMaxBytes: LIMITS_BODY_MAX_BYTES,
  },
  'limit.preview-many': {
    ...post('/v1/limits/many/preview', 'user', 'limit.view', {
      input: z.strictObject(l.limitsChange),
      answer: l.limitsPreview,
    }),
    bodyMaxBytes: LIMITS_BODY_MAX_BYTES,
    changes: false,
  },
  'rules.set': post('/v1/rules', 'user', 'limit.change', {
    input: z.strictObject({ ...commandId, owned: r.ownedRules }),
    answer: done,
  }),
  'card-group.list': get('/v1/card-groups', 'user', 'card.view', {
    input: z.strictObject({
      ...page,
      search: s.shortText.optional(),
      contractId: s.key.optional(),
    }),
    answer: listOf(l.listedGroup),
  }),
  'card-group.get': get('/v1/card-groups/:groupId', 'user', 'card.view', {
    input: z.strictObject({ groupId: s.key }),
    answer: z.strictObject({
      group: l.cardGroup,
      contract: r.contract,
      cardIds: z.array(s.key),
      limits: z.array(r.limit),
      rules: z.array(r.ownedRules),
      remainders: z.array(r.remainder),
      asOfMs: s.atMs,
    }),
  }),
  'card-group.put': post('/v1/card-groups', 'user', 'limit.change', {
    input: z.strictObject({ ...commandId, group: l.cardGroup }),
    answer: done,
  }),
  'card-group.assign': {
    ...post('/v1/card-groups/cards', 'user', 'limit.change', {
      input: z.strictObject({
        ...commandId,
        contractId: s.key,
        groupId: s.key.nullable(),
        cardIds: z.array(s.key).min(1).max(l.LIMITS_MAX),
      }),
      answer: done,
    }),
    bodyMaxBytes: BATCH_BODY_MAX_BYTES,
  },
  'card-group.dissolve': post('/v1/card-groups/dissolve', 'user', 'limit.change', {
    input: z.strictObject({ ...commandId, groupId: s.key }),
    answer: done,
  }),
  'limit-template.list': get('/v1/limit-templates', 'user', 'limit.view', {
    input: z.strictObject({ contractId: s.key.optional() }),
    answer: z.strictObject({ rows: z.array(l.limitTemplate) }),
  }),
  'limit-template.put': post('/v1/limit-templates', 'user', 'limit.change', {
    input: z.strictObject({ ...commandId, template: l.limitTemplate }),
    answer: done,
  }),
  'limit-template.remove': post('/v1/limit-templates/remove', 'user', 'limit.change', {
    input: z.strictObject({ ...commandId, templateId: s.key }),
    answer: done,
  }),
  'limit-template.apply': {
    ...post('/v1/limit-templates/apply', 'user', 'limit.change', {
      input: z.strictObject({
        ...commandId,
        templateId: s.key,
        contractId: s.key,
        subjects,
        fromMs: s.atMs.nullable().default(null),
      }),
      answer: l.limitsResult,
    }),
    bodyMaxBytes: BATCH_BODY_MAX_BYTES,
  },
  'limit-template.preview': {
    ...post('/v1/limit-templates/preview', 'user', 'limit.view', {
      input: z.strictObject({
        templateId: s.key,
        contractId: s.key,
        subjects,
        fromMs: s.atMs.nullable().default(null),
      }),
      answer: l.limitsPreview,
    }),
    bodyMaxBytes: BATCH_BODY_MAX_BYTES,
    changes: false,
  },
  'sale.preview': {
    ...post('/v1/sales/preview', 'user', 'limit.view', {
      input: z.strictObject({
        cardId: s.key,
        stationId: s.key,
        productId: s.key,
        ask,
        /** The moment it is asked for, not before now; left out: now. */
        forMs: s.atMs.optional(),
      }),
      answer: l.purchasePreview,
    }),
    changes: false,
  },
  'station.place': post('/v1/stations/place', 'user', 'register.import', {
    input: z.strictObject({
      ...commandId,
      stationId: s.key,
      regionId: s.key.nullable(),
      partnerId: s.key.nullable(),
    }),
    answer: done,
  }),
} as const satisfies Record<string, Route>;
