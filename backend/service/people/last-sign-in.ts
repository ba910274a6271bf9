import { ok, refuse } from '#domain/result.ts';
import type { AuditRecord } from '#protocol/records/audit.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

type LastSignIn = RouteAnswer<'sign-in.last'>;

const PAGE = 100;
/** More errors in a row are counted no further: they say the same. */
const PAGES_MAX = 10;

/** When and where a person came in the time before, and what went wrong since: all his own. */
export async function ownLastSignIn(
  service: Service,
  caller: Caller,
): Promise<Answer<RouteAnswer<'sign-in.last'>>> {
  const { userId, sessionId } = personOf(caller);
  return ok(await lastSignIn(service, userId, sessionId));
}

/** The same of somebody, for whoever manages people. */
export async function userLastSignIn(
  service: Service,
  { userId }: RouteInput<'user.last-sign-in'>,
): Promise<Answer<RouteAnswer<'user.last-sign-in'>>> {
  const account = await service.stores.people.accountById(userId);
  return account === null ? refuse('NOT_FOUND') : ok(await lastSignIn(service, userId, null));
}

/**
 * Read from the trail, which keeps every sign-in and every error.
 * @param ownSessionId the session whose own sign-in is passed over; null where the latest counts
 */
async function lastSignIn(
  service: Service,
  userId: string,
  ownSessionId: string | null,
): Promise<LastSignIn> {
  const asOfMs = service.clock.nowMs();
  const { entered, errors } = await triesOf(service, userId, ownSessionId === null ? 1 : 2);
  // A session that was renewed since has another id: then the latest sign-in was its beginning.
  const own =
    ownSessionId === null
      ? undefined
      : (entered.find(({ subjectId }) => subjectId === ownSessionId) ?? entered[0]);
  const last = entered.find((entry) => entry !== own) ?? null;
  const sinceMs = last?.atMs ?? 0;
  const offline = await offlineErrors(service, userId, sinceMs);
  const errorCount = errors.filter(({ atMs }) => atMs > sinceMs).length + offline;
  return { last: last === null ? null : await placeOf(service, last), errorCount, asOfMs };
}

/** Sign-ins of a person, the newest first, until there are so many, and errors among them. */
async function triesOf({ stores }: Service, userId: string, wanted: number) {
  const entered: AuditRecord[] = [];
  const errors: AuditRecord[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < PAGES_MAX && entered.length < wanted; pages += 1) {
    const question = { cursor, limit: PAGE, userId, event: 'sign-in' } as const;
    const page = await stores.people.auditEntries(question);
    entered.push(...page.rows.filter(({ code }) => code === null));
    errors.push(...page.rows.filter(({ code }) => code === 'AUTH_INVALID'));
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return { entered, errors };
}

/** Errors that workstations counted without the link and told since. */
async function offlineErrors(
  { stores }: Service,
  userId: string,
  sinceMs: number,
): Promise<number> {
  const question = { cursor: null, limit: PAGE, userId, event: 'sign-in.errors' } as const;
  const { rows } = await stores.people.auditEntries(question);
  const counts = rows
    .filter(({ atMs }) => atMs > sinceMs)
    .map(({ after }) => after?.['errorCount'])
    .filter((count) => typeof count === 'number');
  return counts.reduce((sum, count) => sum + count, 0);
}

async function placeOf(
  { stores }: Service,
  { atMs, workstationId }: AuditRecord,
): Promise<NonNullable<LastSignIn['last']>> {
  const workstation =
    workstationId === null ? null : await stores.identity.workstation(workstationId);
  if (workstation === null) return { atMs, workstationName: null, stationName: null };
  const station = await stores.registers.station(workstation.stationId);
  return { atMs, workstationName: workstation.name, stationName: station?.name ?? null };
}
