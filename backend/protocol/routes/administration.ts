import { z } from 'zod';
import { STAFF_OFFLINE_DAYS_MAX } from '#domain/identity/offline-term.ts';
import * as a from '../records/administration.ts';
import { auditFilter, auditRecord, auditVerdict } from '../records/audit.ts';
import * as r from '../records.ts';
import { commandId, done, get, listOf, page, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

/** For so many days after a sign-in online staff unlock without a link. */
const offlineDays = z.int().min(1).max(STAFF_OFFLINE_DAYS_MAX);

/** People and their sessions as administrators change them, and what waits for a second person. */
export const administrationRoutes = {
  'user.list': get('/v1/users', 'user', 'user.manage', {
    input: z.strictObject({
      ...page,
      search: s.shortText.optional(),
      role: r.user.shape.role.optional(),
    }),
    answer: listOf(a.listedUser),
  }),
  /** Whom somebody may be from now on; his login, door and client stay (V-11). */
  'user.put': post('/v1/users/put', 'user', 'user.manage', {
    input: z.strictObject({
      ...commandId,
      userId: s.key,
      displayName: s.name,
      role: r.user.shape.role,
      active: z.boolean(),
      /** Of a representative; what is left out stays. */
      grants: r.grantList.optional(),
      /** Known, so that another one is refused by its name (V-11). */
      login: s.name.optional(),
      /** Where letters to one of the network's own people go; clients' people prove theirs. */
      email: z.string().trim().max(254).nullable().optional(),
    }),
    answer: a.listedUser,
  }),
  /**
   * A drawn password in the place of a forgotten one, said once: its person sets another at his
   * next sign-in. Programmes' people have their programme's ways.
   */
  'user.reset-password': post('/v1/users/reset-password', 'user', 'user.manage', {
    input: z.strictObject({ ...commandId, userId: s.key, reason: s.shortText.min(1) }),
    answer: a.staffAccess,
  }),
  /** How the network's own people come in, as far as it is the network's choice (row N-03). */
  'staff-rules.get': get('/v1/staff-rules', 'user', 'user.manage', {
    input: s.empty,
    answer: z.strictObject({ offlineDays, asOfMs: s.atMs }),
  }),
  'staff-rules.put': post('/v1/staff-rules', 'user', 'user.manage', {
    input: z.strictObject({
      ...commandId,
      offlineDays,
      /** What stood there when it was chosen. */
      seenDays: offlineDays,
    }),
    answer: done,
  }),
  'session.list-all': get('/v1/sessions/all', 'user', 'session.manage', {
    input: z.strictObject({
      ...page,
      userId: s.key.optional(),
      /** A part of the login or of the name. */
      search: s.shortText.optional(),
    }),
    answer: listOf(a.openSession),
  }),
  /** The audit trail, the newest entry first. */
  'audit.list': get('/v1/audit', 'user', 'audit.view', {
    input: z.strictObject({ ...page, ...auditFilter }),
    answer: listOf(auditRecord),
  }),
  /** Whether the chain of the trail is whole, and where it is not. */
  'audit.verify': get('/v1/audit/verify', 'user', 'audit.view', {
    input: s.empty,
    answer: auditVerdict,
  }),
  'approval.list': get('/v1/approvals', 'user', null, {
    input: s.empty,
    answer: listOf(a.waitingApproval),
  }),
  'approval.give': post('/v1/approvals/give', 'user', null, {
    input: z.strictObject({ ...commandId, approvalId: s.id }),
    answer: done,
  }),
  'approval.refuse': post('/v1/approvals/refuse', 'user', null, {
    input: z.strictObject({ ...commandId, approvalId: s.id, reason: s.shortText.min(1) }),
    answer: done,
  }),
} as const satisfies Record<string, Route>;
