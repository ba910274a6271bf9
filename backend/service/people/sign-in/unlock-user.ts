import { auditEntry } from '#domain/audit/audit-entry.ts';
import { may } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../../access/need.ts';
import { doerOf } from '../../audit/doer.ts';
import { parseDone } from '../../authority/done.ts';
import { once } from '../../authority/first-answer.ts';
import type { Caller } from '../../caller.ts';
import type { Answer } from '../../outcome.ts';
import type { Service } from '../../service.ts';
import type { PeopleChange } from '../changes/people-change.ts';
import { accountAtDoor, doorOf, errorsKey, keyAtDoor } from './door.ts';

/**
 * Lets somebody in again whom errors keep out: takes the lock, the wait and the counts away
 * (P-18, P-19). A reason is kept.
 * @returns `FORBIDDEN` {right}, `NOT_FOUND`, `ACCOUNT_CHANGED` {userId}
 */
export function unlockUser(
  service: Service,
  { commandId, ...asked }: RouteInput<'user.unlock'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'user.unlock'>>> {
  return once(
    service,
    { command: 'user.unlock', commandId, caller, asked, parse: parseDone },
    async (keep) => {
      const { programmeId, login, reason } = asked;
      const allowed = mayUnlockAt(programmeId, caller);
      if (!allowed.ok) return allowed;
      const door = await doorOf(service, programmeId);
      if (!door.ok) return door;
      const key = keyAtDoor(door.value, login);
      return service.locks.run(`sign-in ${key}`, async () => {
        const { people, identity } = service.stores;
        const account = await accountAtDoor(service, door.value, login);
        if (account === null) return refuse('NOT_FOUND');
        const { userId, state } = account;
        const errorsUnder = errorsKey(service, key, account);
        const { errorCount } = await identity.signInErrors(errorsUnder);
        const freed = { ...account, state: 'active' } as const;
        const changes: PeopleChange[] = [
          { kind: 'errors.put', accountKey: errorsUnder, errors: null },
          keep({ done: true }),
        ];
        if (state === 'locked') changes.push({ kind: 'account.put', account: freed });
        const written = await people.commit({
          atMs: service.clock.nowMs(),
          audit: auditEntry(doerOf(caller), {
            event: 'user.unlock',
            subjectKind: 'account',
            subjectId: userId,
            before: { state, errorCount },
            after: { state: state === 'locked' ? 'active' : state, errorCount: 0, reason },
          }),
          changes,
        });
        if (written !== 'done') return refuse('ACCOUNT_CHANGED', { userId });
        await service.guessLimits.forget({ kind: 'account', who: service.digests.sha256(key) });
        return ok({ done: true } as const);
      });
    },
  );
}

/**
 * Colleagues are let in by whoever stands at the desk (P-18); of a client's account it is proved
 * first who asks, so that it takes who may give access back (P-19).
 */
function mayUnlockAt(programmeId: string | null, caller: Caller): Answer<null> {
  const right = 'account.recover';
  const isAllowed = programmeId === null || may(personOf(caller), right);
  return isAllowed ? ok(null) : refuse('FORBIDDEN', { right });
}
