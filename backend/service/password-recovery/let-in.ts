import { accountKey } from '#domain/identity/login.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { mailLink } from '#domain/identity/proof-rules.ts';
import { NOWHERE } from '#domain/message/notice-choice.ts';
import type { PasswordCase } from '../people/access-rows.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import { drawnPassword } from '../people/draws.ts';
import type { Account } from '../people/people-rows.ts';
import type { Service } from '../service.ts';
import { addressed } from './letter.ts';
import { newRequest } from './new-request.ts';
import { keyHashOf } from './programme-door.ts';

// What lets somebody in again, once it is proved or confirmed who he is.

export interface LettingIn {
  readonly profile: ProgrammeProfile;
  readonly account: Account;
  readonly case: PasswordCase;
}

/**
 * What staff send once they are sure (row O-10): a password for one sign-in where the programme
 * says so; else a link to set one, to the new address of a lost mailbox (row N-12).
 */
export async function confirmedChanges(
  service: Service,
  letting: LettingIn,
): Promise<readonly PeopleChange[]> {
  const { profile, account } = letting;
  const { kind, caseId, newEmail } = letting.case;
  const { recovery } = profile;
  if (recovery.way === 'staff-checked-link' && kind !== 'lost-mailbox') {
    if (recovery.gives === 'one-time-password') return sentPassword(service, letting);
  }
  const keyHash = await keyHashOf(service, `account/${account.userId}`);
  const to = newEmail === null ? {} : { to: newEmail };
  const asking = { profile, keyHash, account, caseId };
  return newRequest(service, asking, {
    by: 'link',
    termMs: mailLink(profile).termMs,
    purpose: 'set-password',
    ...to,
  });
}

async function sentPassword(
  service: Service,
  { profile, account }: LettingIn,
): Promise<readonly PeopleChange[]> {
  const password = drawnPassword(service);
  const expiresAtMs = service.clock.nowMs() + profile.passwords.oneTimeTermMs;
  const { login, email } = account;
  const params = { login, password, expiresAtMs };
  const way = email === null ? NOWHERE : ({ channel: 'email', to: email } as const);
  const message = {
    ...addressed(service, { profile, account }),
    ...way,
    template: 'one-time-password',
    params,
    expiresAtMs,
  } as const;
  const given = { password, expiresAtMs };
  const changes = await temporaryPasswordChanges(service, { profile, account }, given);
  return [...changes, { kind: 'message.add', message }];
}

/** Whose password is replaced, and by which rules the one before is remembered. */
interface Replaced {
  readonly profile: Pick<ProgrammeProfile, 'passwords'>;
  readonly account: Account;
}

/** A temporary password, and its last instant; null without end. */
interface Given {
  readonly password: string;
  readonly expiresAtMs: number | null;
}

/**
 * A temporary password in the place of the one that was forgotten: that one is dead at once, and
 * the next sign-in, while its term lasts, asks for another (rows O-10, V-17). The lock goes, and
 * its count (row P-19).
 */
export async function temporaryPasswordChanges(
  { hasher, clock }: Service,
  { profile, account }: Replaced,
  { password, expiresAtMs }: Given,
): Promise<readonly PeopleChange[]> {
  const nowMs = clock.nowMs();
  const { userId, passwordHash: before, passwordSetAtMs, programmeId, login } = account;
  return [
    ...outlivedChanges(userId),
    {
      kind: 'account.put',
      account: {
        ...account,
        state: 'active',
        passwordHash: await hasher.hash(password),
        // Who has set none yet sets his first one next, whatever was given to him before.
        passwordSetAtMs: passwordSetAtMs === null ? null : nowMs,
        mustSetPassword: true,
        passwordExpiresAtMs: expiresAtMs,
      },
    },
    {
      kind: 'password.keep',
      userId,
      passwordHash: before,
      setAtMs: passwordSetAtMs ?? nowMs,
      keepCount: profile.passwords.historyLength,
    },
    { kind: 'errors.put', accountKey: accountKey(programmeId, login), errors: null },
    { kind: 'session.end-others', userId, keptSessionId: null },
  ];
}

/**
 * With a password goes whatever was on its way beside it: a code or a link to another one, and a
 * contact that was asked for while somebody else may have been signed in. Written first: a proof at
 * another backend either comes before, and its session ends with the others, or finds it cancelled.
 */
export function outlivedChanges(userId: string): readonly PeopleChange[] {
  return [
    { kind: 'password-request.cancel', userId },
    { kind: 'contact-change.cancel', userId },
  ];
}
