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
 * Tells of a changing request, accepted or refused (rule G8): a line of the log, and of what a
 * person was refused an entry of the trail. An answer is given only when its entry is kept.
 */
export async function noteAnswer(service: Service, routeId: RouteId, noted: Noted): Promise<void> {
  const route: Route = routes[routeId];
  if (!route.changes || SELF_TOLD.has(routeId)) return;
  const { audit, stores, clock } = service;
  const { input, caller, code } = noted;
  const doer = doerOf(caller);
  audit.note({ event: routeId, ...doer, subjectId: subjectOf(input).subjectId, code });
  // What was accepted is told with what it wrote.
  if (code === null || doer.userId === null || !isAuditEvent(routeId)) return;
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
