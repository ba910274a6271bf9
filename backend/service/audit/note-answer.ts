import { auditEntry } from '#domain/audit/audit-entry.ts';
import { isAuditEvent } from '#domain/audit/audit-event.ts';
import { isSecretName } from '#protocol/secret-names.ts';
import { routes, type RouteId } from '#protocol/routes.ts';
import type { Route } from '#protocol/route.ts';
import { assetRoutes } from '#protocol/routes/asset.ts';
import { ledgerRoutes } from '#protocol/routes/ledger.ts';
import { limitRoutes } from '#protocol/routes/limits.ts';
import { officeRoutes } from '#protocol/routes/office.ts';
import { saleRoutes } from '#protocol/routes/sale.ts';
import { voiceRoutes } from '#protocol/routes/voice.ts';
import type { Caller } from '../caller.ts';
import type { Service } from '../service.ts';
import { doerOf } from './doer.ts';

/** How a changing request ended. */
export interface Noted {
  readonly input: object;
  readonly caller: Caller;
  /** Why it was refused; null when it was accepted. */
  readonly code: string | null;
}

/** Routes that tell about themselves, or come too often to be told one by one. */
const SELF_TOLD: ReadonlySet<string> = new Set<RouteId>([
  'session.open',
  'journal.push',
  'workstation.session',
]);

/**
 * Decided by the authority or kept before there was a trail: these are told when they are done, and
 * all others by their use case, in the transaction of what it writes.
 */
const TOLD_AFTERWARDS: ReadonlySet<string> = new Set<string>([
  ...Object.keys({ ...officeRoutes, ...limitRoutes, ...saleRoutes, ...ledgerRoutes }),
  ...Object.keys({ ...assetRoutes, ...voiceRoutes }),
  ...([
    'session.close',
    'contract.sign',
    'user.create',
    'user.set-client',
    'workstation.code',
    'workstation.revoke',
    'recovery.declare',
    'recovery.finish',
  ] satisfies RouteId[]),
]);

/** The names that requests have for what is changed, and what it is; the most special first. */
const SUBJECTS = [
  ['redemptionId', 'redemption'],
  ['voucherId', 'voucher'],
  ['pointsAccountId', 'points-account'],
  ['saleId', 'sale'],
  ['cardId', 'card'],
  ['contractId', 'contract'],
  ['limitId', 'limit'],
  ['workstationId', 'workstation'],
  ['sessionId', 'session'],
  ['userId', 'account'],
  ['messageId', 'message'],
  ['stationId', 'station'],
] as const;

/**
 * Writes the audit entry of a changing request, accepted or refused (rule G8): a line of the log,
 * and of what a person asked for an entry of the trail. An answer is given only when its entry is
 * kept; of what was done while the machine stopped before it, the entry comes when the same command
 * is asked again.
 */
export async function noteAnswer(service: Service, routeId: RouteId, noted: Noted): Promise<void> {
  const route: Route = routes[routeId];
  if (!route.changes || SELF_TOLD.has(routeId)) return;
  const { audit, stores, clock } = service;
  const { input, caller, code } = noted;
  const { subjectKind, subjectId } = subjectOf(input);
  const doer = doerOf(caller);
  audit.note({ event: routeId, ...doer, subjectId, code });
  if (doer.userId === null || !isAuditEvent(routeId)) return;
  if (code === null && !TOLD_AFTERWARDS.has(routeId)) return;
  const after = askedOf(routeId, input);
  const entry = auditEntry(doer, { event: routeId, subjectKind, subjectId, code, after });
  await stores.people.commit({ atMs: clock.nowMs(), audit: entry, changes: [] });
}

/**
 * A person was stopped at the door of a changing route, before anything that he brought was read.
 */
export async function noteForbidden(
  service: Service,
  routeId: RouteId,
  caller: Caller,
): Promise<void> {
  await noteAnswer(service, routeId, { input: {}, caller, code: 'FORBIDDEN' });
}

function subjectOf(input: object) {
  for (const [name, subjectKind] of SUBJECTS) {
    const subjectId: unknown = Reflect.get(input, name);
    if (typeof subjectId === 'string') return { subjectKind, subjectId };
  }
  return { subjectKind: null, subjectId: null };
}

const TEXT_MAX = 200;
const LIST_MAX = 20;
const DEPTH_MAX = 4;

/**
 * What was asked, as the trail keeps it: without anything under the name of a secret, and of long
 * lists and texts only how long they are.
 */
function askedOf(routeId: RouteId, input: object): Readonly<Record<string, unknown>> {
  const asked = fieldsOf(input, DEPTH_MAX);
  // The network's own people are known by their names; others may want to be forgotten.
  if (routeId === 'user.create' || asked['displayName'] === undefined) return asked;
  const { displayName: personName, ...others } = asked;
  return { ...others, personName };
}

function fieldsOf(value: object, depth: number): Readonly<Record<string, unknown>> {
  const fields = Object.entries(value).filter(([name]) => !isSecretName(name));
  return Object.fromEntries(fields.map(([name, inner]) => [name, shortened(inner, depth - 1)]));
}

function shortened(value: unknown, depth: number): unknown {
  if (typeof value === 'string' && value.length > TEXT_MAX) return { characters: value.length };
  if (Array.isArray(value)) {
    if (value.length > LIST_MAX || depth <= 0) return { count: value.length };
    return value.map((one: unknown) => shortened(one, depth - 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  return depth <= 0 ? {} : fieldsOf(value, depth);
}
