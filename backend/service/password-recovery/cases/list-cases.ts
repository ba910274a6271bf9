import { compareClaims } from '#domain/password-recovery/claims.ts';
import type { MeantKey } from '#domain/password-recovery/recovery-key.ts';
import { ok } from '#domain/result.ts';
import type { RecoveryCaseRecord } from '#protocol/records/people/access.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import type { Answer } from '../../outcome.ts';
import type { PasswordCase } from '../../people/access-rows.ts';
import type { Account } from '../../people/people-rows.ts';
import type { Service } from '../../service.ts';
import { claimOfKey } from './case-rows.ts';

const PAGE_ROWS = 50;
/** So many accounts of one client are offered to choose from. */
const CANDIDATES_MAX = 50;

/** The queue of cases, the oldest first, requested and stored values side by side (row O-09). */
export async function listCases(
  service: Service,
  { cursor = null, limit = PAGE_ROWS, state = null }: Page,
): Promise<Answer<RouteAnswer<'recovery-case.list'>>> {
  const page = await service.stores.access.passwordCases({ cursor, limit, state });
  const rows = await Promise.all(page.rows.map((row) => recordOf(service, row)));
  return ok({ rows, nextCursor: page.nextCursor, asOfMs: service.clock.nowMs() });
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
