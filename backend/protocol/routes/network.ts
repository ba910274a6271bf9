import { z } from 'zod';
import * as r from '../records.ts';
import { commandId, done, get, listOf, post, type Route } from '../route.ts';
import { newUser } from '../records/administration.ts';
import { robotProof, openedSession } from '../records/sign-in.ts';
import { recoveryReport } from '../records/recovery.ts';
import * as s from '../shapes.ts';

const joining = z.strictObject({
  code: s.secret,
  name: s.name,
  /** Ed25519, SPKI DER in base64. */
  publicKey: s.base64,
});

const enrolled = z.strictObject({
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
});

/** Health, the network itself, its people and its workstations. */
export const networkRoutes = {
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
        /**
         * Told from protocol 2 on: this backend was restored, and so many workstations have not
         * reported yet; null when nothing is recovered.
         */
        recovery: z.strictObject({ awaitedCount: s.count }).nullable().optional(),
      }),
    }),
    changes: false,
  },
  'network.create': post('/v1/network', 'setup', null, {
    input: z.strictObject({
      ...commandId,
      networkName: s.name,
      station: r.station.omit({ stationId: true }),
      administrator: z.strictObject({
        login: s.staffLogin,
        displayName: s.name,
        password: s.secret,
      }),
    }),
    answer: z.strictObject({ networkId: s.key, stationId: s.key, enrolmentCode: s.secret }),
  }),

  'session.open': post('/v1/sessions', 'public', null, {
    input: z.strictObject({
      login: s.name,
      password: s.secret,
      workstationId: s.key.nullable(),
      /** Whose door it is; null or left out: that of the network's own people. */
      programmeId: s.key.nullable().optional(),
      /** Where the door asks for a robot check (row R-09). */
      robotProof: robotProof.optional(),
      /** In which language the door's documents stood before the person (row V-14). */
      language: s.language.optional(),
    }),
    answer: openedSession,
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
  /** Every other session of one's own, wherever it was opened. */
  'session.revoke-others': post('/v1/sessions/revoke-others', 'user', null, {
    input: s.empty,
    answer: z.strictObject({ endedCount: s.count }),
  }),
  'user.create': post('/v1/users', 'user', 'user.manage', {
    input: z.strictObject({
      ...commandId,
      login: s.staffLogin,
      displayName: s.name,
      /** Clients' people come by their programmes; older workstations still ask for them here. */
      role: z.enum([...r.staffRole.options, 'representative']),
      clientId: s.key.optional(),
      /** Typed by older workstations; left out, one is drawn. Either is for the first sign-in. */
      password: s.secret.optional(),
      /** Where letters go, those of a lost password among them. */
      email: z.string().trim().min(1).max(254).optional(),
    }),
    answer: newUser,
  }),
  /** Makes a representative another client's, or nobody's: what he could see he sees no more. */
  'user.set-client': post('/v1/users/client', 'user', 'user.manage', {
    input: z.strictObject({ ...commandId, userId: s.key, clientId: s.key.nullable() }),
    answer: done,
  }),

  'workstation.code': post('/v1/workstations/codes', 'user', 'workstation.manage', {
    input: z.strictObject({ ...commandId, stationId: s.key }),
    answer: z.strictObject({ code: s.secret, expiresAtMs: s.atMs }),
  }),
  'workstation.enrol': post('/v1/workstations/enrol', 'public', null, {
    input: joining,
    answer: enrolled,
  }),
  /**
   * The same for one whose journal is a fork: its old identity is declared lost (architecture §7).
   */
  'workstation.replace': post('/v1/workstations/replace', 'public', null, {
    input: joining.extend({
      /** Who it was. */
      workstationId: s.key,
      /** Ed25519 of that one over the canonical JSON of all fields above. */
      signature: s.base64,
    }),
    answer: enrolled,
  }),
  'workstation.session': post('/v1/workstations/session', 'public', null, {
    input: z.strictObject({
      workstationId: s.key,
      refreshToken: s.secret,
      atMs: s.atMs,
      /** Ed25519 over the canonical JSON of the three fields above. */
      signature: s.base64,
      /**
       * The last head that this network has signed: what proves that a backend was restored
       * (architecture §8).
       */
      head: z
        .strictObject({ seq: s.count, hash: s.hex64, keyId: s.key, coSignature: s.base64 })
        .nullable()
        .optional(),
    }),
    answer: z.strictObject({
      accessToken: s.secret,
      expiresAtMs: s.atMs,
      refreshToken: s.secret,
      acknowledgedSeq: s.count,
      acknowledgedHash: s.hex64,
      /** Another one than the handshake's: hands have to be shaken again. */
      epoch: s.key.optional(),
    }),
  }),
  'recovery.report': post('/v1/recovery/report', 'workstation', null, {
    input: z.strictObject({ headSeq: s.count }),
    answer: done,
  }),
  'recovery.get': get('/v1/recovery', 'user', 'workstation.manage', {
    input: s.empty,
    answer: z.strictObject({
      recovery: z
        .strictObject({
          sinceMs: s.atMs,
          reason: z.enum(['told', 'mark', 'head']),
          declaredMinor: s.amountMinor,
          /** When nobody was awaited any more; it stays until somebody has finished it. */
          endedAtMs: s.atMs.nullable(),
          workstations: z.array(recoveryReport),
        })
        .nullable(),
      asOfMs: s.atMs,
    }),
  }),
  'recovery.finish': post('/v1/recovery/finish', 'user', 'workstation.manage', {
    input: z.strictObject({ ...commandId }),
    answer: done,
  }),
  'recovery.declare': post('/v1/recovery/exposure', 'user', 'workstation.manage', {
    input: z.strictObject({
      ...commandId,
      amountMinor: s.amountMinor,
      reason: s.shortText,
    }),
    answer: done,
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
} as const satisfies Record<string, Route>;
