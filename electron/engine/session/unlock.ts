import { errorsAsOf, heardFromMs, isLocking } from '#domain/identity/attempts.ts';
import { rightsOf, type Right } from '#domain/identity/rights.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import type { Core } from '../core.ts';
import { clockFault } from '../lease/lease-fault.ts';
import { countFillsIn } from '../sale/fill-store.ts';
import { unanswered } from '../sync/link.ts';
import { offlineDoor } from './door-rule.ts';
import { entranceKey, type Entrance } from './entrance.ts';
import type { Entering } from './open-online.ts';
import { accessMarkOf } from './kept-access.ts';
import {
  forgetPerson,
  keepPerson,
  keptOf,
  noteTry,
  personByLogin,
  signInErrors,
  type Person,
} from './people.ts';

/** What ending an open fill takes. Nothing new is sold: no lease is spent under such a clock. */
const FINISHING: ReadonlySet<string> = new Set<Right>(['sale.make', 'sale.view']);

/** Whom the backend let in just now. */
export interface Opened {
  readonly entrance: Entrance;
  readonly password: string;
  readonly answer: RouteAnswer<'session.open'>;
}

/**
 * Keeps what an unlock without the link needs, as long as the backend allows one (row N-03).
 * @returns the verifier of his password, for as long as he is signed in: who still has to accept
 *   something by a tick unlocks only after that. Null where it is of no use
 */
export async function keepOpened(
  core: Core,
  { entrance, password, answer }: Opened,
): Promise<string | null> {
  const unlocks = answer.offlineUntilMs > core.clock.nowMs();
  const isAwaited = answer.purpose === 'accept-terms';
  const verifier = unlocks || isAwaited ? await core.secretHash.hash(password) : null;
  await keepVerified(core, { entrance, verifier, answer });
  return verifier;
}

/** Of whom the backend allows no unlock nothing is kept, and what was is forgotten. */
export async function keepVerified(
  core: Core,
  { entrance, verifier, answer }: Omit<Opened, 'password'> & { readonly verifier: string | null },
): Promise<void> {
  const { user, offlineUntilMs, token } = answer;
  const login = entranceKey(entrance);
  const signedInAtMs = core.clock.nowMs();
  if (verifier === null || offlineUntilMs <= signedInAtMs) {
    forgetPerson(core, { login, userId: user.userId });
    return;
  }
  const rights = rightsOf(user);
  const mark = await accessMarkOf(core, token);
  const kept = { login, user, rights, verifier, signedInAtMs, offlineUntilMs };
  if (mark.ok) keepPerson(core, { ...kept, accessMark: mark.value });
  else forgetPerson(core, { login, userId: user.userId });
}

/**
 * While another password is asked for, the one of before may be good no longer: whoever is killed
 * over the answer, or never hears it, unlocks by neither (row N-22). A refusal changes nothing, and
 * a link that is down neither: nothing is asked before the backend has given a sign of life, nor
 * where the disk is too full to forget the one of before.
 */
export async function withoutUnlock<T>(
  core: Core,
  { entrance, userId }: { readonly entrance: Entrance; readonly userId: string },
  ask: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const alive = await core.link.callOpen('health.get', {});
  if (!alive.ok) return alive;
  const login = entranceKey(entrance);
  const before = keptOf(core, userId);
  const forgotten = before.length === 0 ? ok(null) : forgetPerson(core, { login, userId });
  if (!forgotten.ok) return forgotten;
  const answer = await ask();
  const isRefused = !answer.ok && !unanswered(answer.code);
  if (isRefused) for (const kept of before) keepPerson(core, kept);
  return answer;
}

/**
 * What opened here without the link until now, and is refused with it, opens nothing any more: the
 * password is another by now, or its person is out. A password that was only mistyped forgets
 * nothing.
 */
export async function forgetRefused(core: Core, entering: Entering, code: string): Promise<void> {
  if (!REFUSING_PERSON.has(code)) return;
  const login = entranceKey(entering);
  const person = personByLogin(core, login);
  if (person === null) return;
  if (!(await core.secretHash.verify(person.verifier, entering.password))) return;
  forgetPerson(core, { login, userId: person.user.userId });
}

/** Answers to a pair, and not to how often or from where it was asked. */
const REFUSING_PERSON: ReadonlySet<string> = new Set([
  'AUTH_INVALID',
  'ACCOUNT_CLOSED',
  'AUTHORITY_EXPIRED',
  'AUTHORITY_MISSING',
  'PASSWORD_EXPIRED',
]);

/**
 * Checks a pair against what was kept at the last sign-in online, with the same work for every
 * login. A door whose people never unlock says so to everybody, and so does a desk whose journal is
 * a restored copy; one that locks hears the right password as a wrong one after the error of its
 * rule, until a sign-in online (row P-18).
 * @returns DISK_FULL, to the right password as to a wrong one: none opens that cannot be counted
 * @param nobodysHash what is compared with for a login that nobody has
 */
export async function unlock(
  core: Core,
  entering: Entering,
  nobodysHash: string,
): Promise<Result<Person>> {
  const door = offlineDoor(core, entering.programmeId);
  const isCopy = core.journal.facts.get('leasesKilled') === 'restored';
  if (!door.unlocks || isCopy) return refuse('ONLINE_SIGNIN_REQUIRED');
  const login = entranceKey(entering);
  const person = personByLogin(core, login);
  const nowMs = core.clock.nowMs();
  const errors = signInErrors(core, login);
  const heardMs = heardFromMs(door, errorsAsOf(errors, nowMs));
  if (nowMs < heardMs) return refuse('AUTH_DELAYED', { waitMs: heardMs - nowMs });
  const verifier = person?.verifier ?? nobodysHash;
  const right = await core.secretHash.verify(verifier, entering.password);
  // Read once more: tries at the same time run past no lock.
  const locked = isLocking(door, signInErrors(core, login));
  const opens = right && person !== null && !locked;
  const tried = { right: opens, nowMs, isKept: door.lockAtError !== null };
  const counted = noteTry(core, entering, tried);
  if (!counted.ok) return counted;
  if (person === null || !opens) return refuse('AUTH_INVALID');
  // The term is told only to who knows the password.
  if (nowMs >= person.offlineUntilMs) return refuse('ONLINE_SIGNIN_REQUIRED');
  if (clockFault(core) === null) return ok(person);
  // A clock that cannot be believed measures no term; but fuel that has run has to be captured.
  const isFilling = countFillsIn(core.journal.db, 'held') > 0;
  const rights = person.rights.filter((right) => FINISHING.has(right));
  return isFilling ? ok({ ...person, rights }) : refuse('ONLINE_SIGNIN_REQUIRED');
}
