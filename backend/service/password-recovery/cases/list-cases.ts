import { auditEntry } from '#domain/audit/audit-entry.ts';
import { maskKnown } from '#domain/client/contact-mask.ts';
import { compareClaims } from '#domain/password-recovery/claims.ts';
import type { MeantKey } from '#domain/password-recovery/recovery-key.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RecoveryCaseRecord } from '#protocol/records/people/access.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../../audit/doer.ts';
import type { Caller } from '../../caller.ts';
import type { Answer } from '../../outcome.ts';
import type { PasswordCase } from '../../people/access-rows.ts';
import type { Account } from '../../people/people-rows.ts';
import type { Service } from '../../service.ts';
import { claimOfKey } from './case-rows.ts';

const PAGE_ROWS = 50;
/** So many accounts of one client are offered to choose from. */
const CANDIDATES_MAX = 50;

/** The queue of cases, the oldest first; contacts are masked until one is opened (rule G5). */
export async function listCases(
  service: Service,
  { cursor = null, limit = PAGE_ROWS, state = null }: Page,
): Promise<Answer<RouteAnswer<'recovery-case.list'>>> {
  const page = await service.stores.access.passwordCases({ cursor, limit, state });
  const records = await Promise.all(page.rows.map((row) => recordOf(service, row)));
  const rows = records.map(masked);
  return ok({ rows, nextCursor: page.nextCursor, asOfMs: service.clock.nowMs() });
}

/** One case, requested and stored values side by side (O-09); that it was shown is told (G5). */
export async function getCase(
  service: Service,
  { caseId }: RouteInput<'recovery-case.get'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'recovery-case.get'>>> {
  const { stores, clock } = service;
  const row = await stores.access.passwordCase(caseId);
  if (row === null) return refuse('NOT_FOUND');
  const audit = auditEntry(doerOf(caller), {
    event: 'recovery-case.get',
    subjectKind: 'account',
    subjectId: row.userId,
    after: { caseId },
  });
  await stores.people.commit({ atMs: clock.nowMs(), audit, changes: [] });
  return ok(await recordOf(service, row));
}

function masked(record: RecoveryCaseRecord): RecoveryCaseRecord {
  const compared = record.compared.map((line) => {
    if (line.field !== 'email' && line.field !== 'phone') return line;
    return { ...line, requested: maskKnown(line.requested), stored: maskKnown(line.stored) };
  });
  return { ...record, compared, newEmail: maskKnown(record.newEmail) };
}

interface Page extends Omit<RouteInput<'recovery-case.list'>, 'cursor' | 'state'> {
  readonly cursor?: string | null | undefined;
  readonly state?: PasswordCase['state'] | null | undefined;
}

async function recordOf(service: Service, row: PasswordCase): Promise<RecoveryCaseRecord> {
  const { people, access } = service.stores;
  const { userId, claims, checks, ...rest } = row;
  const nameOf = async (of: string | null) =>
    of === null ? null : ((await people.accountById(of))?.displayName ?? null);
  const account = userId === null ? null : await people.accountById(userId);
  const stored = userId === null ? {} : await access.storedClaims(userId);
  const waits = row.state === 'waiting' && userId === null;
  return {
    ...rest,
    account: account === null ? null : found(account),
    candidates: waits ? (await candidatesOf(service, row)).map(found) : [],
    compared: [...compareClaims(claims, stored)],
    checks: [...checks],
    openedByName: await nameOf(row.openedBy),
    decidedByName: await nameOf(row.decidedBy),
  };
}

/** The accounts that a case without one may mean; none else may be let in by it. */
export async function candidatesOf(
  { stores }: Service,
  { programmeId, claims }: PasswordCase,
): Promise<readonly Account[]> {
  const keys = Object.entries(claimOfKey).flatMap(([kind, field]): MeantKey[] => {
    const value = claims[field];
    // The table's own names.
    return value === undefined ? [] : [{ kind: kind as MeantKey['kind'], value }];
  });
  const [key] = keys;
  if (key === undefined) return [];
  return stores.access.accountsByRecoveryKey(programmeId, key, CANDIDATES_MAX);
}

function found({ userId, login, displayName }: Account) {
  return { userId, login, displayName };
}
