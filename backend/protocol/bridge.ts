import { z } from 'zod';
import { clientBridge } from './bridge/clients.ts';
import { deskBridge } from './bridge/desk.ts';
import { guestBridge, outsideBridge } from './bridge/outside.ts';
import { fromRoute, openBridge, routeBridge } from './bridge/from-route.ts';
import { sessionState } from './bridge/session.ts';
import { lineAnswer } from './journal.ts';
import * as r from './records.ts';
import { exposureLease } from './records/exposure.ts';
import * as statements from './records/statement.ts';
import {
  registerDefaults,
  registerKind,
  registerPreview,
  registerResult,
} from './records/registers.ts';
import { routes } from './routes.ts';
import * as s from './shapes.ts';

export type { Fill, Slip } from './bridge/desk.ts';
export type { SessionState } from './bridge/session.ts';

/**
 * Rows of a file that a person exports, at the most: handing them to the thread that makes it is
 * the one piece of that work for which the engine stands still, below a tenth of a second.
 */
export const FILE_ROWS_MAX = 50_000;

/**
 * What a window may ask of the engine, over the MessagePort that main hands to both. The preload
 * exposes exactly these names and nothing general; the engine checks every message against them.
 */

export const sourced = {
  /** Where an answer came from; every number on a screen has its «as of» (architecture §8). */
  source: z.enum(['online', 'local']),
  asOfMs: s.atMs,
};

/** Words that are all in the names of a line; empty for every line. */
const exposureSearch = z.string().max(200);

const pumpProduct = z.strictObject({
  product: r.product,
  /** Null: no price in force, the product cannot be sold now. */
  priceMinorPerLitre: s.amountMinor.nullable(),
});

export const stationContext = z.strictObject({
  networkName: s.name,
  demonstration: z.boolean(),
  workstationId: s.key,
  workstationName: s.name,
  station: r.station,
  currency: s.currency,
  products: z.array(pumpProduct),
  groups: z.array(r.productGroup),
  /** Only in a demonstration: numbers to try, never real ones. */
  demoCards: z.array(
    z.strictObject({ pan: s.pan, pin: s.pin.nullable(), note: z.string().max(60) }),
  ),
  ...sourced,
});

export const cardView = z.strictObject({
  card: r.card,
  contract: r.contract,
  limits: z.array(r.limit),
  rules: z.array(r.ownedRules).default([]),
  /**
   * Online: what the authority would pass. Local: what the leases of this workstation still cover.
   */
  remainders: z.array(r.remainder),
  /** Of the last minutes, so that the desk asks before it sells the same again (C7). */
  recentFills: z.array(r.recentFill).max(40),
  ...sourced,
});

export const queueItem = z.strictObject({
  seq: s.count,
  /** 1 is next. */
  place: s.count,
  kind: z.string().max(40),
  saleId: s.id.nullable(),
  atMs: s.atMs,
  tries: s.count,
  lastErrorCode: z.string().max(60).nullable(),
});
export type QueueItem = z.infer<typeof queueItem>;

export const attentionItem = z.strictObject({
  seq: s.count,
  /** 1 has waited longest. */
  place: s.count,
  saleId: s.id.nullable(),
  /** How often it was sent before it was answered. */
  tries: s.count,
  /** Whether saying it once more can help. */
  retriable: z.boolean(),
  kind: z.string().max(40),
  atMs: s.atMs,
  status: lineAnswer.shape.status,
  code: z.string().max(60).nullable(),
});

export const syncState = z.strictObject({
  link: z.enum(['online', 'offline', 'connecting', 'refused']),
  /** Why the last attempt failed; a code with a text in errors.json. */
  lastErrorCode: z.string().max(60).nullable(),
  lastErrorParams: s.params,
  lastContactAtMs: s.atMs.nullable(),
  nextTryAtMs: s.atMs.nullable(),
  feedAsOfMs: s.atMs.nullable(),
  /** The backend was restored, and so many workstations have not reported to it yet. */
  recovery: z.strictObject({ awaitedCount: s.count }).nullable(),
  /** The journal is a fork: what is not ended in it, and whether its own lines were saved. */
  fork: z.strictObject({ openCount: s.count, saved: z.boolean() }).nullable(),
  /** The registers are on their way as one file: so much of it is here. */
  arriving: z
    .strictObject({ doneBytes: s.count, totalBytes: s.count, paused: z.boolean() })
    .nullable(),
  journalSeq: s.count,
  acknowledgedSeq: s.count,
  queue: z.array(queueItem).max(1000),
  queueLength: s.count,
  attention: z.array(attentionItem).max(1000),
  leases: z.strictObject({
    usable: z.boolean(),
    /** Why no lease may be spent now. */
    killedCode: z.string().max(60).nullable(),
    cardCount: s.count,
    firstExpiresAtMs: s.atMs.nullable(),
  }),
});
export type SyncState = z.infer<typeof syncState>;

const done = z.strictObject({ done: z.literal(true) });
const bytes = z.instanceof(Uint8Array);

export const bridge = {
  'session:state': { input: s.empty, answer: sessionState },
  'session:signIn': {
    input: z.strictObject({
      /** Whose door it is; left out: that of the network's own people. */
      programmeId: s.key.nullable().optional(),
      login: s.name,
      password: s.secret,
      /** In which language the door's documents stood before the person (row V-14). */
      language: s.language.optional(),
    }),
    answer: sessionState,
  },
  /** A password of one's own; the session goes on as a new one (rows N-11, N-22). */
  'session:setPassword': { input: routes['password.set'].input, answer: sessionState },
  /** After what was lacking has been accepted: the session goes on as a new one. */
  /** The person's own PIN at this desk: locks the screen of a session that goes on (row R-29). */
  'appPin:get': { input: s.empty, answer: z.strictObject({ isSet: z.boolean() }) },
  'appPin:set': { input: z.strictObject({ pin: s.pin, repeat: s.pin }), answer: done },
  'appPin:remove': { input: s.empty, answer: done },
  'session:lock': { input: s.empty, answer: sessionState },
  'session:unlock': { input: z.strictObject({ pin: s.pin }), answer: sessionState },
  'session:renew': { input: routes['session.renew'].input, answer: sessionState },
  'session:signOut': { input: s.empty, answer: sessionState },
  /** He has read that what he accepted without the link was not taken. */
  'consent:refusalRead': { input: s.empty, answer: sessionState },
  /** Proves by a code or a link who one is: a session to set a password, or staff decide. */
  'password:prove': {
    input: routes['password.prove'].input
      .omit({ workstationId: true })
      .extend({ programmeId: s.key }),
    answer: z.strictObject({ next: z.enum(['set-password', 'wait']) }),
  },
  /** Before anybody signs in (row V-09); a robot check of its door is passed by the engine. */
  'application:file': {
    input: routes['application.file'].input.omit({ robotProof: true }),
    answer: routes['application.file'].answer,
  },

  /** Sends a code to whoever wants to become a member; the robot check is passed by the engine. */
  'registration:start': {
    input: routes['registration.start'].input.omit({ robotProof: true }),
    answer: routes['registration.start'].answer,
  },
  /**
   * Hears the code. Who registered from outside is signed in with it (row R-11); at a desk whoever
   * serves there stays.
   */
  'registration:confirm': {
    input: routes['registration.confirm'].input.extend({ programmeId: s.key }),
    answer: routes['registration.confirm'].answer.omit({ session: true }),
  },

  /** For whoever is not signed in; without the link as it was told last. */
  'programme:public': fromRoute('programme.public'),
  'terms:read': fromRoute('terms.read'),
  'terms:versions': fromRoute('terms.versions'),
  ...guestBridge,
  ...outsideBridge,

  'station:context': { input: s.empty, answer: stationContext },
  /** `typed` is what a reader or a person gave: digits with spaces, or a track. */
  'card:find': { input: z.strictObject({ typed: z.string().max(200) }), answer: cardView },

  ...deskBridge,

  'statement:get': {
    input: routes['statement.get'].input
      .omit({ limit: true })
      .extend({ limit: z.int().max(1000).optional() }),
    answer: statements.statement.extend(sourced),
  },
  /** A workbook of the whole period, ready to be saved. */
  'statement:export': {
    input: routes['statement.get'].input.omit({ cursor: true, limit: true }).extend({
      language: s.language,
    }),
    answer: z.strictObject({ fileName: s.name, bytes, lineCount: s.count }),
  },

  /** A table that a window shows, as a file; numbers are in the units that are shown. */
  'table:workbook': {
    input: z.strictObject({
      /** A workbook where nothing else is said. */
      as: z.enum(['xlsx', 'csv']).optional(),
      sheet: z.string().min(1).max(31),
      titles: z.array(s.shortText).min(1).max(30),
      rows: z
        .array(z.array(z.union([s.shortText, z.number(), z.null()])).max(30))
        .max(FILE_ROWS_MAX),
    }),
    answer: z.strictObject({ bytes }),
  },

  'sync:state': { input: s.empty, answer: syncState },
  /** Settles a line that the backend did not accept; who did it and why is a line itself. */
  'sync:resolve': {
    input: z.strictObject({ seq: z.int().min(1), reason: s.shortText }),
    answer: done,
  },
  /** Says what the backend did not accept once more, as a line of its own. */
  'sync:retry': {
    input: z.strictObject({ seq: z.int().min(1) }),
    answer: z.strictObject({ retriedAsSeq: z.int().min(1) }),
  },
  'sync:now': { input: s.empty, answer: syncState },
  /**
   * The snapshot on its way waits until it is told to go on, half an hour is over, or this program
   * starts anew.
   */
  'sync:arrival': { input: z.strictObject({ paused: z.boolean() }), answer: syncState },

  /** What a journal that is a fork has told to nobody, as a file. */
  'fork:untold': {
    input: z.strictObject({ language: s.language }),
    answer: z.strictObject({ fileName: s.name, bytes, lineCount: s.count, throughSeq: s.count }),
  },
  /** That file is kept now. */
  'fork:saved': { input: z.strictObject({ throughSeq: s.count }), answer: done },
  /** Leaves such a journal and joins anew with a one-time code; the engine starts anew after it. */
  'fork:rejoin': { input: z.strictObject({ code: s.secret }), answer: done },

  /** An empty file with these headings, to fill in. */
  'register:template': {
    input: z.strictObject({ titles: z.array(s.shortText).min(1).max(50) }),
    answer: z.strictObject({ bytes }),
  },
  'register:preview': {
    input: z.strictObject({
      register: registerKind,
      fileName: s.name,
      bytes,
      defaults: registerDefaults,
    }),
    answer: registerPreview,
  },
  'register:import': { input: z.strictObject({ jobId: s.id }), answer: registerResult },
  'register:cancel': { input: z.strictObject({ jobId: s.id }), answer: done },

  ...clientBridge,
  'card:list': fromRoute('card.list'),
  'card:get': {
    input: routes['card.get'].input,
    /** waiting: limits that were lowered here and that the authority has not taken yet. */
    answer: routes['card.get'].answer.extend({
      waiting: z.array(z.strictObject({ limitId: s.key, beforeAmount: s.quantity })),
    }),
  },
  'card:block': {
    input: z.strictObject({ cardId: s.key, reason: z.enum(['client', 'theft']) }),
    answer: z.strictObject({ done: z.literal(true), queued: z.boolean() }),
  },
  'card:takeBack': {
    input: routes['card.take-back'].input,
    /** queued: taken back here without the link; the network will hear of it. */
    answer: z.strictObject({ done: z.literal(true), queued: z.boolean() }),
  },
  'limit:set': {
    input: routes['limit.set'].input,
    /** queued: lowered here without the link; the authority will hear of it. */
    answer: z.strictObject({ done: z.literal(true), queued: z.boolean() }),
  },
  'limit:remove': fromRoute('limit.remove'),
  'limit:setMany': fromRoute('limit.set-many'),
  'limit:previewMany': fromRoute('limit.preview-many'),
  'user:list': fromRoute('user.list'),
  'contract:list': fromRoute('contract.list'),
  'station:list': fromRoute('station.list'),
  'product:list': fromRoute('product.list'),
  /**
   * What a search leaves of all that is out, all pages at once: it is summed up and printed whole.
   */
  'exposure:leases': {
    input: z.strictObject({ search: exposureSearch }),
    answer: z.strictObject({ rows: z.array(exposureLease), asOfMs: s.atMs }),
  },
  /** The same as a file. */
  'exposure:export': {
    input: z.strictObject({
      as: z.enum(['xlsx', 'csv']),
      search: exposureSearch,
      language: s.language,
    }),
    answer: z.strictObject({ fileName: s.name, bytes, lineCount: s.count }),
  },
  ...openBridge,
  ...routeBridge,
} as const satisfies Record<string, { input: z.ZodType; answer: z.ZodType }>;

export type BridgeMethod = keyof typeof bridge;
export type BridgeInput<M extends BridgeMethod> = z.output<(typeof bridge)[M]['input']>;
export type BridgeAnswer<M extends BridgeMethod> = z.output<(typeof bridge)[M]['answer']>;

export const bridgeMethods = Object.keys(bridge) as BridgeMethod[];

/** What the engine tells without being asked. */
export const bridgeEvents = {
  'sync:changed': syncState,
  'session:changed': sessionState,
  /** Fills changed: ask for the open and recent ones again. */
  'sale:changed': s.empty,
  /** Stations, products or prices changed: ask for the context again. */
  'station:changed': s.empty,
  'register:progress': z.strictObject({
    jobId: s.id,
    stage: z.enum(['reading', 'checking', 'sending', 'storing']),
    doneCount: s.count,
    totalCount: s.count,
  }),
} as const;
export type BridgeEvent = keyof typeof bridgeEvents;
export type BridgeEventBody<E extends BridgeEvent> = z.infer<(typeof bridgeEvents)[E]>;

/**
 * Envelopes on the MessagePort. Bodies are checked against the tables above, by the engine and in
 * the bridge.
 */
export interface BridgeRequest {
  readonly type: 'request';
  readonly requestId: number;
  readonly method: string;
  readonly input: unknown;
}

export type BridgeReply =
  | {
      readonly type: 'reply';
      readonly requestId: number;
      readonly ok: true;
      readonly value: unknown;
    }
  | {
      readonly type: 'reply';
      readonly requestId: number;
      readonly ok: false;
      readonly code: string;
      readonly params: Readonly<Record<string, string | number | boolean | null>>;
      readonly traceId: string;
    };

export interface BridgeNotice {
  readonly type: 'event';
  readonly event: string;
  readonly body: unknown;
}
