import { auditEntry } from '#domain/audit/audit-entry.ts';
import { errorsAsOf, heardFromMs } from '#domain/identity/attempts.ts';
import { clientScope } from '#domain/identity/rights.ts';
import { refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { clientStanding } from '../../access/client-standing.ts';
import { toldRefusal } from '../../audit/told-refusal.ts';
import { passRobotCheck } from '../../access/robot-check.ts';
import type { Guess } from '../../access/guess-limits.ts';
import type { Caller } from '../../caller.ts';
import type { Answer } from '../../outcome.ts';
import { untilWritten } from '../until-written.ts';
import type { Service } from '../../service.ts';
import { isPasswordOver } from '../password-term.ts';
import type { Account } from '../people-rows.ts';
import { accountAtDoor, doorOf, errorsKey, keyAtDoor, type Door } from './door.ts';
import { openSession } from './open-session.ts';
import { countWrongTry } from './wrong-try.ts';

export type SignInInput = RouteInput<'session.open'>;
export type SignedIn = Answer<RouteAnswer<'session.open'>>;

/**
 * Opens a session for a right login and password at a door (rows N-03, R-12, V-16). An unknown
 * login, a wrong password, a locked account and a person who may not sign in get the same answer
 * after the same work. What is asked beside the password is the door's: a robot check, a
 * lock at the Nth error, or a wait that grows with the errors (P-18). The place, in the session, in
 * the trail and for the count of tries, is the workstation that has proved itself: whoever only
 * names one was not there (V-17), and stops nobody's work there.
 */
export async function signIn(
  service: Service,
  input: SignInInput,
  caller: Caller,
): Promise<SignedIn> {
  const door = await doorOf(service, input.programmeId ?? null);
  if (!door.ok) return door;
  if (door.value.asksRobotCheck) {
    const passed = await passRobotCheck(service, input.robotProof);
    if (!passed.ok) return passed;
  }
  const key = keyAtDoor(door.value, input.login);
  // What strangers type is kept as a hash: it may be a password in the wrong field.
  const account: Guess = { kind: 'account', who: service.digests.sha256(key) };
  const taken = await service.guessLimits.take([account, ...workstationOf(caller)]);
  if (!taken.ok) return taken;
  const provedAt = caller.workstation?.workstationId ?? null;
  const trying = { door: door.value, key, input, provedAt, address: caller.address ?? null };
  // One after the other: guesses in parallel must not run past the counter.
  const signedIn = await service.locks.run(`sign-in ${key}`, () =>
    untilWritten(() => tryOnce(service, trying)),
  );
  if (signedIn.ok) await service.guessLimits.forget(account);
  return signedIn;
}

function workstationOf({ workstation }: Caller): readonly Guess[] {
  return workstation === null ? [] : [{ kind: 'workstation', who: workstation.workstationId }];
}

interface Try {
  readonly door: Door;
  readonly key: string;
  readonly input: SignInInput;
  /** The workstation that has proved itself with the request; null where none has. */
  readonly provedAt: string | null;
  readonly address: string | null;
}

/** One try; stale when another backend was tried, or changed the account, in the same moment. */
async function tryOnce(
  service: Service,
  { door, key, input, provedAt, address }: Try,
): Promise<SignedIn | 'stale'> {
  const { stores, clock, hasher } = service;
  const { password, login } = input;
  const at = { workstationId: provedAt, address };
  const nowMs = clock.nowMs();
  const account = await accountAtDoor(service, door, login);
  const errorsUnder = errorsKey(service, key, account);
  const errors = errorsAsOf(await stores.identity.signInErrors(errorsUnder), nowMs);
  const heardMs = heardFromMs(door, errors);
  if (nowMs < heardMs) return refuse('AUTH_DELAYED', { waitMs: heardMs - nowMs });
  const hash = account?.passwordHash ?? (await service.nobodysHash());
  const right = await hasher.verify(hash, password);
  if (account === null || !right || !mayEnter(account)) {
    return countWrongTry(service, { door, key: errorsUnder, account, errors, ...at });
  }
  const refusal = await stopped(service, account, input.workstationId);
  const named = input.workstationId;
  if (refusal !== null) return toldStop(service, { account, ...at, named }, refusal);
  const language = input.language ?? null;
  const entering = { door, key: errorsUnder, account, ...at, password, language, errors };
  return openSession(service, entering);
}

/** A locked account is let in by nothing but its recovery, or who may unlock it (P-18). */
function mayEnter({ active, state }: Account): boolean {
  return active && (state === 'active' || state === 'closed');
}

/**
 * Said only after the right password (rows N-07, N-10, V-02): nobody else learns of it. Null where
 * nothing is in the way.
 */
async function stopped(
  service: Service,
  account: Account,
  workstationId: string | null,
): Promise<Answer<never> | null> {
  const { userId, role, clientId, state } = account;
  const atMs = service.clock.nowMs();
  const ofClient = clientScope(role, clientId);
  const standing =
    state === 'closed'
      ? refuse('ACCOUNT_CLOSED')
      : await clientStanding(service, { userId, clientId: ofClient });
  const overdue = isPasswordOver(account, atMs) ? refuse('PASSWORD_EXPIRED') : null;
  const refusal = standing.ok ? overdue : standing;
  return refusal ?? stoppedAt(service, workstationId);
}

/** The same of the workstation at which somebody says that he is. */
async function stoppedAt(
  { stores }: Service,
  workstationId: string | null,
): Promise<Answer<never> | null> {
  if (workstationId === null) return null;
  const workstation = await stores.identity.workstation(workstationId);
  if (workstation === null) return refuse('WORKSTATION_UNKNOWN');
  return workstation.state === 'active' ? null : refuse('WORKSTATION_REVOKED');
}

interface Stopped {
  readonly account: Account;
  readonly workstationId: string | null;
  /** At which workstation he says that he is: one that was stopped proves itself no more. */
  readonly named: string | null;
  readonly address: string | null;
}

/** Somebody knew the password and was not let in: that is told of his account. */
async function toldStop(
  service: Service,
  { account: { userId }, named, ...at }: Stopped,
  refusal: Answer<never>,
): Promise<Answer<never>> {
  const code = refusal.ok ? null : refusal.code;
  const subject = { subjectKind: 'account', subjectId: userId };
  const after = named === at.workstationId ? null : { workstationId: named };
  const audit = auditEntry({ userId, ...at }, { event: 'sign-in', ...subject, code, after });
  await service.stores.people.commit({ atMs: service.clock.nowMs(), audit, changes: [] });
  service.audit.note(audit);
  return toldRefusal(refusal);
}
