import { auditEntry, type AuditEntry } from '#domain/audit/audit-entry.ts';
import { isAuditEvent, type AuditEvent } from '#domain/audit/audit-event.ts';
import { refuse } from '#domain/result.ts';
import type { Code } from '#protocol/codes.ts';
import { routes, type RouteId } from '#protocol/routes.ts';
import type { Route } from '#protocol/route.ts';
import type { Caller } from '../caller.ts';
import { toldChannelInput } from '../message/told-settings.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { commandEntry, subjectOf } from './command-entry.ts';
import { doerOf } from './doer.ts';
import type { TalliedRefusal } from './refusal-tally.ts';
import { isTold } from './told-refusal.ts';

/** How a request ended. */
export interface Noted {
  readonly input: object;
  readonly caller: Caller;
  readonly answer: Answer<unknown>;
}

/** Routes that come too often for a line of the log each, or that write their own. */
const SELF_NOTED: ReadonlySet<string> = new Set<RouteId>([
  'session.open',
  'journal.push',
  'workstation.session',
]);

/** Routes whose refusals are told under another name, or though they change nothing. */
const TOLD_AS: ReadonlyMap<RouteId, AuditEvent> = new Map<RouteId, AuditEvent>([
  ['session.open', 'sign-in'],
  ['contact.confirm-link', 'contact.confirm'],
  ['invitation.read', 'invitation.read'],
  ['client.told', 'client.put'],
]);

/** The name under which a refusal of a route is told; null where none is. */
function eventOf(routeId: RouteId): AuditEvent | null {
  const route: Route = routes[routeId];
  const isCommand = route.changes && isAuditEvent(routeId);
  return TOLD_AS.get(routeId) ?? (isCommand ? routeId : null);
}

/**
 * Tells how a request ended (rule G8): of a change a line of the log, and of what somebody was
 * refused an entry of the trail. An answer is given only when its entry is kept. What was accepted
 * is told with what it wrote.
 */
export async function noteAnswer(service: Service, routeId: RouteId, noted: Noted): Promise<void> {
  const route: Route = routes[routeId];
  const { input, caller, answer } = noted;
  const code = answer.ok ? null : answer.code;
  if (route.changes && !SELF_NOTED.has(routeId)) {
    const { subjectId } = subjectOf(input);
    service.audit.note({ event: routeId, ...doerOf(caller), subjectId, code });
  }
  const event = eventOf(routeId);
  if (answer.ok || event === null || isTold(answer)) return;
  const told = { event, input, caller, code: answer.code };
  await tellRefusal(service, told);
}

/** Somebody was stopped at the door of a command, before anything that he brought was read. */
export async function noteForbidden(
  service: Service,
  routeId: RouteId,
  caller: Caller,
): Promise<void> {
  await noteAnswer(service, routeId, { input: {}, caller, answer: refuse('FORBIDDEN') });
}

/** Why whoever is refused before it is known who he is has an entry: all else comes too often. */
const AT_THE_DOOR: ReadonlySet<Code> = new Set<Code>([
  'RATE_LIMITED',
  'WORKSTATION_REVOKED',
  'SETUP_TOKEN_INVALID',
]);

/** The same of a request that came no further than the first doors. */
export async function noteTurnedAway(
  service: Service,
  routeId: RouteId,
  { code, caller }: { readonly code: Code; readonly caller: Caller },
): Promise<void> {
  const event = eventOf(routeId);
  if (event === null || !AT_THE_DOOR.has(code)) return;
  await tellRefusal(service, { event, input: {}, caller, code });
}

interface Refused {
  readonly event: AuditEvent;
  readonly input: object;
  readonly caller: Caller;
  readonly code: Code;
}

async function tellRefusal(service: Service, refused: Refused): Promise<void> {
  const { event, caller, code } = refused;
  const { userId, workstationId, address = null } = doerOf(caller);
  const key = JSON.stringify([event, code, userId, workstationId, address]);
  const told = service.refusals.told(key, userId === null);
  if (told === null) return;
  const audit = refusalEntry(service, refused, told);
  await service.stores.people.commit({ atMs: service.clock.nowMs(), audit, changes: [] });
}

/** Of a stranger nothing is kept that he typed: it may be a password in the wrong field. */
function refusalEntry(
  { digests }: Service,
  { event, input, caller, code }: Refused,
  { others }: TalliedRefusal,
): AuditEntry {
  const doer = doerOf(caller);
  if (doer.userId === null) return auditEntry(doer, { event, code, after: others });
  const told = event === 'channel.set' ? toldChannelInput(digests, input) : input;
  const entry = commandEntry(event, told, caller, code);
  return others === null ? entry : { ...entry, after: Object.assign({}, entry.after, others) };
}
