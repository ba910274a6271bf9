import { ok } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { workstationOf } from '../../access/need.ts';
import { parseDone } from '../../authority/done.ts';
import { once } from '../../authority/first-answer.ts';
import type { Caller } from '../../caller.ts';
import type { Answer } from '../../outcome.ts';
import type { Service } from '../../service.ts';
import { accountAtDoor, doorOf, keyAtDoor } from './door.ts';
import { errorChanges } from './wrong-try.ts';

/**
 * Adds the errors that a workstation counted while it had no link (P-18): they delay or lock as if
 * they had been made here. Of a door that is there no more they are heard and forgotten.
 */
export function reportErrors(
  service: Service,
  { commandId, ...asked }: RouteInput<'sign-in.errors'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'sign-in.errors'>>> {
  return once(service, { commandId, asked, parse: parseDone }, async () => {
    const { programmeId, login, errorCount } = asked;
    const door = await doorOf(service, programmeId);
    if (!door.ok) return ok({ done: true } as const);
    const key = keyAtDoor(door.value, login);
    await service.locks.run(`sign-in ${key}`, async () => {
      const { people, identity } = service.stores;
      const account = await accountAtDoor(service, door.value, login);
      const errors = await identity.signInErrors(key);
      const atMs = service.clock.nowMs();
      // A clock that runs ahead makes nobody wait longer than the errors do.
      const more = { errorCount, lastErrorAtMs: Math.min(asked.lastErrorAtMs, atMs) };
      const { workstationId } = workstationOf(caller);
      await people.commit({
        atMs,
        audit: {
          ...{ event: 'sign-in.errors', userId: account?.userId ?? null, workstationId },
          ...{ subjectKind: 'account', subjectId: account?.userId ?? null, code: null },
          ...{ before: { errorCount: errors.errorCount }, after: more },
        },
        changes: errorChanges(service, { door: door.value, key, login, account, errors }, more),
      });
    });
    return ok({ done: true } as const);
  });
}
