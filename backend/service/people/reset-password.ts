import { auditEntry } from '#domain/audit/audit-entry.ts';
import { judgeReset } from '#domain/identity/account-standing.ts';
import { ok, refuse } from '#domain/result.ts';
import { staffAccess } from '#protocol/records/administration.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { freeGuesses } from '../access/free-guesses.ts';
import { personOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import { onceSaid, type Keep, type SaidOnce } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import { temporaryPasswordChanges } from '../password-recovery/let-in.ts';
import { returning } from '../password-recovery/programme-door.ts';
import type { Service } from '../service.ts';
import { drawnPassword } from './draws.ts';
import { lastInstantOf } from './password-term.ts';
import type { Account } from './people-rows.ts';
import { doorOf } from './sign-in/door.ts';
import { noticesAlsoToLeft } from '../message/contact-notices.ts';

type Access = RouteAnswer<'user.reset-password'>;

/**
 * Draws another password for one of the network's people who has lost his: it is said once, works
 * for a day and only to set one of his own. The old one is dead at once, every session of his ends,
 * what errors kept him out is gone, and he hears of it also where he was reached until lately
 * (`noticesAlsoToLeft`). Why is kept.
 * @returns `NOT_FOUND`, those of `judgeReset` and of `returning`, `CHANGED_MEANWHILE`
 */
export function resetPassword(
  service: Service,
  { commandId, ...asked }: RouteInput<'user.reset-password'>,
  caller: Caller,
): Promise<Answer<Access>> {
  const parse = (kept: unknown) => staffAccess.parse(kept);
  const changing = { command: 'user.reset-password', commandId, caller, asked, parse } as const;
  return onceSaid(service, changing, async (keep) => {
    const { userId, reason } = asked;
    const account = await service.stores.people.accountById(userId);
    if (account === null) return refuse('NOT_FOUND');
    const judged = judgeReset(account, personOf(caller).userId);
    if (!judged.ok) return judged;
    const returns = await returning(service, account);
    if (!returns.ok) return returns;
    return renewed(service, { account, reason, caller, keep });
  });
}

interface Renewal {
  readonly account: Account;
  readonly reason: string;
  readonly caller: Caller;
  readonly keep: Keep<Access>;
}

async function renewed(
  service: Service,
  { account, reason, caller, keep }: Renewal,
): Promise<Answer<SaidOnce<Access>>> {
  const { userId, login, displayName, mustSetPassword, passwordExpiresAtMs: endedMs } = account;
  const door = await doorOf(service, null);
  if (!door.ok) return door;
  const password = drawnPassword(service);
  const atMs = service.clock.nowMs();
  const expiresAtMs = lastInstantOf(door.value.passwords.oneTimeTermMs, service);
  const replaced = { profile: door.value, account };
  const given = await temporaryPasswordChanges(service, replaced, { password, expiresAtMs });
  const news = { door: door.value, account, template: 'credentials-issued' } as const;
  const kept = {
    userId,
    login,
    displayName,
    temporaryPassword: null,
    passwordExpiresAtMs: expiresAtMs,
  };
  const written = await service.stores.people.commit({
    atMs,
    audit: auditEntry(doerOf(caller), {
      event: 'user.reset-password',
      subjectKind: 'account',
      subjectId: userId,
      before: { mustSetPassword, passwordExpiresAtMs: endedMs },
      after: { mustSetPassword: true, passwordExpiresAtMs: expiresAtMs, reason },
    }),
    changes: [
      ...given,
      { kind: 'password.given', userId, givenBy: personOf(caller).userId },
      ...(await noticesAlsoToLeft(service, { ...news, params: { login, atMs } })),
      keep(kept),
    ],
  });
  if (written !== 'done') return refuse('CHANGED_MEANWHILE');
  await freeGuesses(service, account);
  return ok({ said: { ...kept, temporaryPassword: password }, kept });
}
