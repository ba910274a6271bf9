import { auditEntry, type Doer } from '#domain/audit/audit-entry.ts';
import { ok } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../../audit/doer.ts';
import { parseDone } from '../../authority/done.ts';
import { once, type Keep } from '../../authority/first-answer.ts';
import type { Caller } from '../../caller.ts';
import type { Answer } from '../../outcome.ts';
import type { Service } from '../../service.ts';
import { untilWritten } from '../until-written.ts';
import { accountAtDoor, doorOf, errorsKey, keyAtDoor, type Door } from './door.ts';
import { errorChanges } from './wrong-try.ts';

/**
 * Adds the errors that a workstation counted while it had no link (P-18): they delay or lock as if
 * they had been made here. Of a door that is there no more they are heard and forgotten, and of
 * somebody who never came in at that workstation: it keeps nothing by which he could be guessed.
 */
export function reportErrors(
  service: Service,
  { commandId, ...asked }: RouteInput<'sign-in.errors'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'sign-in.errors'>>> {
  return once(
    service,
    { command: 'sign-in.errors', commandId, caller, asked, parse: parseDone },
    async (keep) => {
      const { programmeId, login } = asked;
      const door = await doorOf(service, programmeId);
      if (!door.ok) return ok({ done: true } as const);
      const key = keyAtDoor(door.value, login);
      const by = doerOf(caller);
      return service.locks.run(`sign-in ${key}`, () =>
        untilWritten(() => add(service, { ...asked, door: door.value, key, by, keep })),
      );
    },
  );
}

interface Told extends Pick<
  RouteInput<'sign-in.errors'>,
  'login' | 'errorCount' | 'lastErrorAtMs'
> {
  readonly door: Door;
  readonly key: string;
  /** The workstation that counted them. */
  readonly by: Doer;
  readonly keep: Keep<{ readonly done: true }>;
}

async function add(
  service: Service,
  { door, key, by, login, errorCount, lastErrorAtMs, keep }: Told,
): Promise<Answer<RouteAnswer<'sign-in.errors'>> | 'stale'> {
  const { people, identity } = service.stores;
  const account = await accountAtDoor(service, door, login);
  if (account !== null) {
    const came = await people.signedInBefore(account.userId, by.workstationId);
    if (came !== 'here') return ok({ done: true });
  }
  const errorsUnder = errorsKey(service, key, account);
  const errors = await identity.signInErrors(errorsUnder);
  const atMs = service.clock.nowMs();
  // A clock that runs ahead makes nobody wait longer than the errors do.
  const more = { errorCount, lastErrorAtMs: Math.min(lastErrorAtMs, atMs) };
  const subjectId = account?.userId ?? null;
  const written = await people.commit({
    atMs,
    audit: auditEntry(
      { ...by, userId: subjectId },
      {
        event: 'sign-in.errors',
        subjectKind: 'account',
        subjectId,
        before: { errorCount: errors.errorCount },
        after: { ...more },
      },
    ),
    changes: [
      ...errorChanges(service, { door, key: errorsUnder, account, errors }, more),
      // Counted twice they would lock an account that two errors were made at.
      keep({ done: true }),
    ],
  });
  return written === 'done' ? ok({ done: true }) : 'stale';
}
