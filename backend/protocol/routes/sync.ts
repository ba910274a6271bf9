import { z } from 'zod';
import { exposureEntry, exposureGroup, exposureLease, exposureShare } from '../records/exposure.ts';
import { feedCursor, feedPage, liveEvent, snapshotOffer } from '../feed.ts';
import { journalLine, leaseReturn, lineAnswer } from '../journal.ts';
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

/** What a workstation expects to sell before it next hears from the backend. */
const wanted = z.strictObject({
  amountMinor: s.amountMinor,
  volumeMl: s.volumeMl,
  count: s.count,
});

/** Leases, the feed, the journal and the live stream: what a workstation lives on. */
export const syncRoutes = {
  'lease.grant': post('/v1/leases/grant', 'workstation', null, {
    input: z.strictObject({
      ...commandId,
      cardId: s.key,
      wanted,
      /** What is expected on all cards of the contract together, while the lease lives. */
      wantedTogether: wanted.optional(),
      /** When the workstation killed its leases last: those of before are no use to it. */
      deadUntilMs: s.atMs.optional(),
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
      /** What may be bought at all; left out by a backend that knows no rules. */
      rules: z.array(r.ownedRules).optional(),
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
      cursor: feedCursor,
      limit: z.coerce.number().int().min(1).max(5000).optional(),
    }),
    answer: feedPage,
  }),
  /**
   * The same for a client's person: his client's contracts and cards, with their people (§8,
   * scope).
   */
  'feed.client': get('/v1/feed/client', 'user', 'card.view', {
    input: z.strictObject({
      /** Whose rows are kept at the asker's; another client's cursor is none of this feed. */
      clientId: s.key.optional(),
      cursor: feedCursor,
      limit: z.coerce.number().int().min(1).max(5000).optional(),
    }),
    answer: feedPage.extend({ clientId: s.key }),
  }),
  /** A ready cache file for a station that begins, or has fallen far behind (architecture §8). */
  'snapshot.offer': post('/v1/snapshots', 'workstation', null, {
    input: z.strictObject({ cacheSchema: s.count }),
    answer: z.strictObject({
      /** unneeded: the feed brings it as fast. making: ask again. */
      state: z.enum(['unneeded', 'making', 'ready']),
      offer: snapshotOffer.nullable(),
    }),
  }),
  'snapshot.get': {
    ...get('/v1/snapshots/:snapshotId', 'workstation', null, {
      input: z.strictObject({ snapshotId: s.key }),
      answer: z.never(),
    }),
    stream: true,
  },
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
  /** How far a fork of a journal is still the journal that is kept (architecture §7). */
  'journal.compare': {
    ...post('/v1/journal/compare', 'workstation', null, {
      input: z.strictObject({
        /** One after the other, without a gap. */
        lines: z
          .array(journalLine.pick({ seq: true, hash: true }))
          .min(1)
          .max(1000),
        saleIds: z.array(s.id).max(1000),
      }),
      answer: z.strictObject({
        /** So many of the lines, from the first on, are kept as they are. */
        sameCount: s.count,
        /** Those of the sales that are captured in the books. */
        capturedSaleIds: z.array(s.id),
      }),
    }),
    changes: false,
    bodyMaxBytes: BATCH_BODY_MAX_BYTES,
  },
  'events.stream': {
    ...get('/v1/events', 'workstation', null, { input: s.empty, answer: liveEvent }),
    stream: true,
  },
  /** What could still be spent without the backend knowing, by whom (I5). */
  'exposure.shares': get('/v1/exposure/shares', 'user', 'exposure.view', {
    input: z.strictObject({ ...page, group: exposureGroup }),
    answer: listOf(exposureShare),
  }),
  /** The same line by line: which workstation, on whose card or account, until when (I5). */
  'exposure.leases': get('/v1/exposure/leases', 'user', 'exposure.view', {
    input: z.strictObject(page),
    answer: listOf(exposureLease),
  }),
  /** What stands or stood above its amount, and what lost workstations had (I1). */
  'exposure.entries': get('/v1/exposure/entries', 'user', 'exposure.view', {
    input: z.strictObject(page),
    answer: listOf(exposureEntry),
  }),
  'exposure.list': get('/v1/exposure', 'user', 'exposure.view', {
    input: s.empty,
    answer: listOf(r.exposure),
  }),
} as const satisfies Record<string, Route>;
