import { auditEntry } from '#domain/audit/audit-entry.ts';
import { newPassword, rememberedHashes } from '#domain/identity/password.ts';
import type { PasswordRule } from '#domain/identity/programme.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../../access/need.ts';
import type { Caller } from '../../caller.ts';
import type { Answer } from '../../outcome.ts';
import { outlivedChanges } from '../../password-recovery/let-in.ts';
import type { Service } from '../../service.ts';
import type { PeopleChange } from '../changes/people-change.ts';
import type { Account, SessionPurpose } from '../people-rows.ts';
import { proveCurrentPassword } from './current-password.ts';
import { doorOf, errorsKey, keyAtDoor, type Door } from './door.ts';
import { noticesTo } from '../../message/notice.ts';
import { readySession } from './open-session.ts';

type Asked = RouteInput<'password.set'>;
type Set = Answer<RouteAnswer<'password.set'>>;

/**
 * Gives the person who asks a password of his own: the first one, one after a recovery (N-11), or
 * another one, for which the one in force is needed (N-22, R-28, V-12). All his sessions end; the
 * answer is a new one, with a new token. Refused as `newPassword`, with PASSWORD_REUSED, and with
 * AUTH_DELAYED, and AUTH_INVALID for a wrong password in force, which counts as at sign-in.
 */
export async function setPassword(service: Service, asked: Asked, caller: Caller): Promise<Set> {
  const { userId, sessionId } = personOf(caller);
  const found = await service.stores.people.accountById(userId);
  if (found === null) return refuse('UNAUTHORIZED');
  const door = await doorOf(service, found.programmeId);
  if (!door.ok) return door;
  const key = keyAtDoor(door.value, found.login);
  return service.locks.run(`sign-in ${key}`, async () => {
    // Read here: a password that was set while this one waited has ended its session, too.
    const account = await service.stores.people.accountById(userId);
    const session = await service.stores.people.sessionById(sessionId);
    if (account === null || session === null) return refuse('UNAUTHORIZED');
    const { purpose, workstationId } = session;
    const { address = null } = caller;
    const at = { workstationId, address };
    const setting = { door: door.value, key, account, purpose, ...at, asked };
    const proved = await provenHimself(service, setting);
    if (!proved.ok) return proved;
    const judged = await judge(service, setting);
    return judged.ok ? write(service, setting) : judged;
  });
}

interface Setting {
  readonly door: Door;
  readonly key: string;
  readonly account: Account;
  readonly purpose: SessionPurpose;
  readonly workstationId: string | null;
  readonly address: string | null;
  readonly asked: Asked;
}

/** A session that was opened to set a password has proved him already. */
async function provenHimself(service: Service, setting: Setting): Promise<Answer<null>> {
  if (setting.purpose !== 'ordinary') return ok(null);
  return proveCurrentPassword(service, setting, setting.asked.currentPassword);
}

async function judge(service: Service, setting: Setting): Promise<Answer<null>> {
  const { door, account, asked } = setting;
  const { login, displayName, mustSetPassword } = account;
  const checked = newPassword({ ...asked, login, displayName }, ruleOf(setting));
  if (!checked.ok) return checked;
  const before = await service.stores.people.passwordsBefore(account.userId);
  const { historyLength } = door.passwords;
  // One that was given to him is never the one he takes.
  const remembered = mustSetPassword ? Math.max(historyLength, 1) : historyLength;
  for (const hash of rememberedHashes([account.passwordHash, ...before], remembered)) {
    if (await service.hasher.verify(hash, asked.password)) return refuse('PASSWORD_REUSED');
  }
  return ok(null);
}

/** The rule of the flow: the first password ever, one in the place of a lost one, or a change. */
function ruleOf({ door, account, purpose }: Setting): PasswordRule {
  if (purpose === 'ordinary') return door.passwords.change;
  return account.passwordSetAtMs === null ? door.passwords.first : door.passwords.reset;
}

async function write(service: Service, setting: Setting): Promise<Set> {
  const { door, key, account, purpose, workstationId, address, asked } = setting;
  const { userId, login, passwordHash: before, passwordSetAtMs } = account;
  const nowMs = service.clock.nowMs();
  const next: Account = {
    ...account,
    // Who has proved himself anew is not kept out by what strangers tried (P-18).
    state: account.state === 'locked' ? 'active' : account.state,
    passwordHash: await service.hasher.hash(asked.password),
    passwordSetAtMs: nowMs,
    mustSetPassword: false,
    passwordExpiresAtMs: null,
  };
  const params = { login, atMs: nowMs };
  const language = asked.language ?? null;
  const session = await readySession(service, { door, account: next, workstationId, language });
  const changes: readonly PeopleChange[] = [
    ...outlivedChanges(userId),
    { kind: 'account.put', account: next },
    {
      kind: 'password.keep',
      userId,
      passwordHash: before,
      setAtMs: passwordSetAtMs ?? nowMs,
      keepCount: door.passwords.historyLength,
    },
    { kind: 'errors.put', accountKey: errorsKey(service, key, account), errors: null },
    { kind: 'session.end-others', userId, keptSessionId: null },
    ...session.changes,
    ...noticesTo(service, { door, account, template: 'password-changed', params }),
  ];
  const subject = { subjectKind: 'account', subjectId: userId };
  const deed = {
    event: 'password.set',
    ...subject,
    before: { state: account.state, passwordSetAtMs },
    after: { state: next.state, passwordSetAtMs: nowMs, purpose },
  } as const;
  const audit = auditEntry({ userId, workstationId, address }, deed);
  const written = await service.stores.people.commit({ atMs: nowMs, audit, changes });
  return written === 'done' ? ok(session.answer) : refuse('ACCOUNT_CHANGED', { userId });
}
