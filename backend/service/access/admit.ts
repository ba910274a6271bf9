import { clientScope, may, type Right } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import type { Code } from '#protocol/codes.ts';
import type { Route } from '#protocol/route.ts';
import { routes, type RouteId } from '#protocol/routes.ts';
import { noteForbidden } from '../audit/note-answer.ts';
import { NOBODY, type Caller, type CallingPerson, type CallingWorkstation } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { SessionPurpose, SessionRow } from '../people/people-rows.ts';
import type { Service } from '../service.ts';
import { clientStanding } from './client-standing.ts';
import type { Admission } from './admitted-callers.ts';
import { refusedTo } from './refused-caller.ts';

/**
 * What a request shows to prove who asks. Both are opaque texts; only their hashes are known here.
 */
export interface Credentials {
  /** A workstation's access token, or the setup token. */
  readonly bearer: string | null;
  /** A person's session. */
  readonly session: string | null;
  /** From where the request came, as the trail keeps it. */
  readonly address?: string | null;
}

/**
 * Decides whether a request may reach its use case: who asks is proved, not expired, not stopped,
 * and has the right of the route. A stopped workstation, person or session is refused at the next
 * request (I5). A workstation that was stopped may still bring its journal: late truth is always
 * booked (architecture §7).
 */
export async function admit(
  service: Service,
  routeId: RouteId,
  credentials: Credentials,
): Promise<Answer<Caller>> {
  const admitted = await admitAnywhere(service, routeId, credentials);
  if (!admitted.ok) return admitted;
  return ok({ ...admitted.value, address: credentials.address ?? null });
}

/** The same, from wherever he asks. */
async function admitAnywhere(
  service: Service,
  routeId: RouteId,
  credentials: Credentials,
): Promise<Answer<Caller>> {
  const route: Route = routes[routeId];
  if (route.auth === 'public') return openCaller(service, routeId, credentials.bearer);
  if (route.auth === 'setup') return admitSetup(service, credentials.bearer);
  const { admitted, clock, digests, stores } = service;
  const { bearer, session } = credentials;
  const key = digests.sha256(`${routeId}\n${bearer ?? ''}\n${session ?? ''}`);
  const changes = stores.identity.changes();
  const known = admitted.find(key, changes);
  if (known !== null && known.expiresAtMs > clock.nowMs()) return ok(known.caller);
  const found = await lookedUp(service, routeId, credentials);
  if (!found.ok) return found;
  // A contract is closed by a decision, which does not count as a change here (row N-07).
  const ofClient = found.value.caller.person?.clientId ?? null;
  if (ofClient === null) admitted.keep(key, found.value, changes);
  return ok(found.value.caller);
}

async function lookedUp(
  service: Service,
  routeId: RouteId,
  { bearer, session, address }: Credentials,
): Promise<Answer<Admission>> {
  const route: Route = routes[routeId];
  if (route.auth === 'user') {
    const here = { routeId, right: route.right, workstation: null, address };
    return admitPerson(service, session, here);
  }
  const workstation = await callingWorkstation(service, bearer, routeId);
  if (!workstation.ok || route.auth === 'workstation') return workstation;
  const { caller, expiresAtMs } = workstation.value;
  const at = { routeId, right: route.right, workstation: caller.workstation, address };
  const person = await admitPerson(service, session, at);
  if (!person.ok) return person;
  return ok({ ...person.value, expiresAtMs: Math.min(expiresAtMs, person.value.expiresAtMs) });
}

/** Where it is kept from which place somebody came in. */
const KEEPS_PLACE: ReadonlySet<RouteId> = new Set(['session.open', 'password.prove']);

/**
 * Whoever asks what anybody may: nobody, but from the workstation whose token he shows. One that is
 * over proves nothing, and bars nothing either, except where the place is kept: there a desk that
 * believes in its token proves itself anew, instead of its person being kept as from nowhere.
 */
async function openCaller(
  service: Service,
  routeId: RouteId,
  bearer: string | null,
): Promise<Answer<Caller>> {
  if (bearer === null) return ok(NOBODY);
  const workstation = await callingWorkstation(service, bearer, routeId);
  if (workstation.ok) return ok(workstation.value.caller);
  const isStopped = workstation.code === 'WORKSTATION_REVOKED';
  return isStopped || !KEEPS_PLACE.has(routeId) ? ok(NOBODY) : refuse('UNAUTHORIZED');
}

/** What a stopped workstation may still bring. */
const LATE_TRUTH: ReadonlySet<RouteId> = new Set([
  'journal.push',
  'journal.compare',
  'recovery.report',
]);

function admitSetup({ setupToken, digests }: Service, bearer: string | null): Answer<Caller> {
  if (bearer === null) return refuse('UNAUTHORIZED');
  // Hashes are compared, so that the time says nothing about the token.
  const same = setupToken !== null && digests.sha256(setupToken) === digests.sha256(bearer);
  return same ? ok(NOBODY) : refuse('SETUP_TOKEN_INVALID');
}

async function callingWorkstation(
  { stores, digests, clock }: Service,
  bearer: string | null,
  routeId: RouteId,
): Promise<Answer<Admission>> {
  if (bearer === null) return refuse('UNAUTHORIZED');
  const row = await stores.identity.workstationByAccessHash(digests.sha256(bearer));
  if (row === null) return refuse('UNAUTHORIZED');
  if (row.accessExpiresAtMs <= clock.nowMs()) return refuse('SESSION_EXPIRED');
  const workstation = { workstationId: row.workstationId, stationId: row.stationId };
  const caller = { workstation, person: null };
  if (row.state !== 'active' && !LATE_TRUTH.has(routeId)) {
    return refusedTo(refuse('WORKSTATION_REVOKED'), caller);
  }
  return ok({ caller, expiresAtMs: row.accessExpiresAtMs });
}

interface Place {
  readonly routeId: RouteId;
  readonly right: Right | null;
  /** The workstation that the same request comes from, where the route asks for one. */
  readonly workstation: CallingWorkstation | null;
  readonly address: Credentials['address'];
}

async function admitPerson(
  service: Service,
  token: string | null,
  { routeId, right, workstation, address }: Place,
): Promise<Answer<Admission>> {
  if (token === null) return refuse('UNAUTHORIZED');
  const session = await service.stores.identity.sessionByTokenHash(service.digests.sha256(token));
  if (session === null) return refuse('UNAUTHORIZED');
  if (session.expiresAtMs <= service.clock.nowMs()) return refuse('SESSION_EXPIRED');
  const elsewhere =
    workstation !== null &&
    session.workstationId !== null &&
    session.workstationId !== workstation.workstationId;
  if (elsewhere) return refuse('UNAUTHORIZED');
  const missing = missingBefore(session, routeId);
  if (missing !== null) return refuse(missing);
  const person = await activePerson(service, session);
  if (!person.ok) return person;
  const caller = { workstation, person: person.value };
  if (right !== null && !may(person.value, right)) {
    await noteForbidden(service, routeId, { ...caller, address: address ?? null });
    return refuse('FORBIDDEN', { right });
  }
  return ok({ caller, expiresAtMs: session.expiresAtMs });
}

/** What a session may ask for that was opened only for what its account still lacks. */
const OPEN_FOR: Readonly<Record<Exclude<SessionPurpose, 'ordinary'>, ReadonlySet<string>>> = {
  'set-password': new Set(['password.set', 'session.close']),
  'accept-terms': new Set([
    'consent.list',
    'consent.accept',
    'session.renew',
    'session.close',
    'account.erase-request',
    'account.erase-take-back',
  ]),
};

/** Why such a session is refused everywhere else (rows N-11, V-14); null where it is not. */
function missingBefore({ purpose }: SessionRow, routeId: RouteId): Code | null {
  if (purpose === 'ordinary' || OPEN_FOR[purpose].has(routeId)) return null;
  return purpose === 'set-password' ? 'PASSWORD_CHANGE_REQUIRED' : 'TERMS_REQUIRED';
}

async function activePerson(service: Service, session: SessionRow): Promise<Answer<CallingPerson>> {
  const { stores } = service;
  const user = await stores.identity.userById(session.userId);
  if (user === null) return refuse('UNAUTHORIZED');
  const { sessionId, userId, workstationId } = session;
  // The role and grants of today, not of the day when the session was opened.
  const { role, grants = [] } = user;
  const clientId = clientScope(role, user.clientId);
  const person = { sessionId, userId, workstationId, role, grants, clientId };
  if (workstationId !== null) {
    const workstation = await stores.identity.workstation(workstationId);
    if (workstation?.state !== 'active') {
      return refusedTo(refuse('WORKSTATION_REVOKED'), { workstation: null, person });
    }
  }
  if (!user.active) return refuse('UNAUTHORIZED');
  const standing = await clientStanding(service, { userId, clientId });
  if (!standing.ok) return standing;
  return ok(person);
}
