import { may, type Right } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import type { Route } from '#protocol/route.ts';
import { routes, type RouteId } from '#protocol/routes.ts';
import { NOBODY, type Caller, type CallingPerson, type CallingWorkstation } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { SessionRow } from '../ports.ts';
import type { Service } from '../service.ts';

/**
 * What a request shows to prove who asks. Both are opaque texts; only their hashes are known here.
 */
export interface Credentials {
  /** A workstation's access token, or the setup token. */
  readonly bearer: string | null;
  /** A person's session. */
  readonly session: string | null;
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
  const route: Route = routes[routeId];
  switch (route.auth) {
    case 'public':
      return ok(NOBODY);
    case 'setup':
      return admitSetup(service, credentials.bearer);
    case 'workstation': {
      const workstation = await callingWorkstation(service, credentials.bearer, routeId);
      return workstation.ok ? ok({ workstation: workstation.value, person: null }) : workstation;
    }
    case 'user':
      return admitPerson(service, credentials.session, { right: route.right, workstation: null });
    case 'desk': {
      const workstation = await callingWorkstation(service, credentials.bearer, routeId);
      if (!workstation.ok) return workstation;
      const at = { right: route.right, workstation: workstation.value };
      return admitPerson(service, credentials.session, at);
    }
  }
}

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
): Promise<Answer<CallingWorkstation>> {
  if (bearer === null) return refuse('UNAUTHORIZED');
  const row = await stores.identity.workstationByAccessHash(digests.sha256(bearer));
  if (row === null) return refuse('UNAUTHORIZED');
  if (row.accessExpiresAtMs <= clock.nowMs()) return refuse('SESSION_EXPIRED');
  if (row.state !== 'active' && routeId !== 'journal.push') return refuse('WORKSTATION_REVOKED');
  return ok({ workstationId: row.workstationId, stationId: row.stationId });
}

interface Place {
  readonly right: Right | null;
  /** The workstation that the same request comes from, where the route asks for one. */
  readonly workstation: CallingWorkstation | null;
}

async function admitPerson(
  service: Service,
  token: string | null,
  { right, workstation }: Place,
): Promise<Answer<Caller>> {
  if (token === null) return refuse('UNAUTHORIZED');
  const session = await service.stores.identity.sessionByTokenHash(service.digests.sha256(token));
  if (session === null) return refuse('UNAUTHORIZED');
  if (session.expiresAtMs <= service.clock.nowMs()) return refuse('SESSION_EXPIRED');
  const elsewhere =
    workstation !== null &&
    session.workstationId !== null &&
    session.workstationId !== workstation.workstationId;
  if (elsewhere) return refuse('UNAUTHORIZED');
  const person = await activePerson(service, session);
  if (!person.ok) return person;
  if (right !== null && !may(person.value.role, right)) return refuse('FORBIDDEN', { right });
  return ok({ workstation, person: person.value });
}

async function activePerson(
  { stores }: Service,
  session: SessionRow,
): Promise<Answer<CallingPerson>> {
  if (session.workstationId !== null) {
    const workstation = await stores.identity.workstation(session.workstationId);
    if (workstation?.state !== 'active') return refuse('WORKSTATION_REVOKED');
  }
  const user = await stores.identity.userById(session.userId);
  if (user === null || !user.active) return refuse('UNAUTHORIZED');
  const { sessionId, userId } = session;
  // The role of today, not of the day when the session was opened.
  return ok({ sessionId, userId, role: user.role });
}
