import { auditEntry } from '#domain/audit/audit-entry.ts';
import { isLocking, withErrors, type SignInErrors } from '#domain/identity/attempts.ts';
import { refuse } from '#domain/result.ts';
import { toldRefusal } from '../../audit/told-refusal.ts';
import type { Answer } from '../../outcome.ts';
import type { Service } from '../../service.ts';
import type { PeopleChange } from '../changes/people-change.ts';
import type { Account } from '../people-rows.ts';
import type { Door } from './door.ts';
import { oneNoticeTo } from '../../message/notice.ts';

/** What strangers type may be a password in the wrong field, and messages are read by others. */
const NOBODYS_LOGIN = '-';

/** A try at a door that was not let in. */
export interface WrongTry {
  readonly door: Door;
  /** Under what its errors are kept, as `errorsKey` says. */
  readonly key: string;
  /** Null where nobody has that login. */
  readonly account: Account | null;
  /** Errors before this one. */
  readonly errors: SignInErrors;
  readonly workstationId: string | null;
  /** From where on the network he tried. */
  readonly address: string | null;
}

/**
 * Counts an error and answers AUTH_INVALID, whatever was wrong (rows N-03, P-18). At a door that
 * locks, the error of its rule locks the account and tells its owner. For a login that nobody has
 * the same rows are written and the same message is queued; only, it goes nowhere (rule G7). Stale
 * when another backend counted one meanwhile: no guess goes uncounted.
 */
export async function countWrongTry(
  service: Service,
  wrong: WrongTry,
): Promise<Answer<never> | 'stale'> {
  const { account, workstationId, address } = wrong;
  const atMs = service.clock.nowMs();
  const userId = account?.userId ?? null;
  const code = 'AUTH_INVALID';
  const subject = { subjectKind: 'account', subjectId: userId };
  const doer = { userId, workstationId, address };
  const audit = auditEntry(doer, { event: 'sign-in', ...subject, code });
  const written = await service.stores.people.commit({
    atMs,
    audit,
    changes: errorChanges(service, wrong, { errorCount: 1, lastErrorAtMs: atMs }),
  });
  if (written !== 'done') return 'stale';
  service.audit.note(audit);
  return toldRefusal(refuse(code));
}

/** What some more errors under a key change: the count, and where they lock, the account. */
export function errorChanges(
  service: Service,
  { door, key, account, errors }: Omit<WrongTry, 'workstationId' | 'address'>,
  more: SignInErrors,
): readonly PeopleChange[] {
  const after = withErrors(errors, more);
  // Of nobody's login nothing is kept for long: whoever tries many must not fill the disk.
  const isKept = door.lockAtError !== null && account !== null;
  const put = { kind: 'errors.put', accountKey: key, errors: after } as const;
  const counted = { ...put, was: errors, isKept };
  // So many may have been counted where they only let wait: an account that is open is locked now.
  const wasLocked = isLocking(door, errors) && account?.state !== 'active';
  if (!isLocking(door, after) || wasLocked) return [counted];
  const lock = { kind: 'account.lock', accountKey: key, userId: account?.userId ?? null } as const;
  const params = { login: account?.login ?? NOBODYS_LOGIN, atMs: after.lastErrorAtMs };
  const owner = account?.active === true && account.state === 'active' ? account : null;
  const told = { door, account: owner, template: 'account-locked', params } as const;
  return [counted, lock, oneNoticeTo(service, told)];
}
