import { isAuditEvent } from '#domain/audit/audit-event.ts';
import { routes, type RouteId } from '#protocol/routes.ts';
import type { Route } from '#protocol/route.ts';
import type { Caller } from '../caller.ts';
import type { Service } from '../service.ts';
import { commandEntry, subjectOf } from './command-entry.ts';
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
 * Kept before there was a trail: these are told when they are done, and all others with what they
 * write, by their use case or by the authority's decision.
 */
const TOLD_AFTERWARDS: ReadonlySet<string> = new Set<RouteId>([
  'workstation.code',
  'workstation.revoke',
  'recovery.declare',
  'recovery.finish',
  'register.import',
  'station.place',
  'price.set',
  'card.issue',
  'card.set-pin',
  'limit-template.put',
  'limit-template.remove',
]);

/**
 * Tells of a changing request, accepted or refused (rule G8): a line of the log, and of what a
 * person was refused an entry of the trail. An answer is given only when its entry is kept. Of what
 * is told when it is done, and was done while the machine stopped, the entry comes when the same
 * command is asked again.
 */
export async function noteAnswer(service: Service, routeId: RouteId, noted: Noted): Promise<void> {
  const route: Route = routes[routeId];
  if (!route.changes || SELF_TOLD.has(routeId)) return;
  const { audit, stores, clock } = service;
  const { input, caller, code } = noted;
  const doer = doerOf(caller);
  audit.note({ event: routeId, ...doer, subjectId: subjectOf(input).subjectId, code });
  if (doer.userId === null || !isAuditEvent(routeId)) return;
  if (code === null && !TOLD_AFTERWARDS.has(routeId)) return;
  const entry = commandEntry(routeId, input, caller, code);
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
