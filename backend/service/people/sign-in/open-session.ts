import { auditEntry } from '#domain/audit/audit-entry.ts';
import type { SignInErrors } from '#domain/identity/attempts.ts';
import type { Acceptance } from '#domain/identity/terms.ts';
import { ok } from '#domain/result.ts';
import type { Language } from '#domain/text/language.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import { termsAtSignIn, type SignInTerms } from '../../consent/acceptance.ts';
import type { Answer } from '../../outcome.ts';
import type { Service } from '../../service.ts';
import type { PeopleChange } from '../changes/people-change.ts';
import { newSession, type SessionOwner } from '../new-session.ts';
import type { Account, SessionPurpose } from '../people-rows.ts';
import { asPerson } from '../user-record.ts';
import type { Door } from './door.ts';
import { newPlaceNotices } from './new-place.ts';
import { languageOf } from '../../message/notice.ts';

/** Somebody of whom it is proved who he is. */
export interface Entering {
  readonly door: Door;
  readonly account: Account;
  /** The workstation that has proved itself with the request; null where none has. */
  readonly workstationId: string | null;
  /** In which language the documents of the door stood before him; null where it was not said. */
  readonly language: Language | null;
  /** When the session that it takes the place of would have ended. */
  readonly untilMs?: number;
  /** What he accepts in the same commit by ticks of his own. */
  readonly accepted?: readonly Acceptance[];
}

/** A session that is ready to be written, with what its person is told of it. */
export interface ReadySession {
  readonly sessionId: string;
  readonly purpose: SessionPurpose;
  readonly changes: readonly PeopleChange[];
  readonly answer: RouteAnswer<'session.open'>;
}

/**
 * A session for somebody: an ordinary one, or one that is good only for what is missing before it,
 * a password of his own (N-11) or an acceptance by a tick. What is accepted by signing
 * in is accepted with it (V-14). Its token is new, whatever came before.
 */
export async function readySession(service: Service, entering: Entering): Promise<ReadySession> {
  const { door, account, workstationId, untilMs } = entering;
  const terms = await termsOf(service, entering);
  const purpose = account.mustSetPassword ? 'set-password' : terms.purpose;
  const { userId, role } = account;
  const owner: SessionOwner = {
    userId,
    role,
    workstationId,
    purpose,
    ...(untilMs === undefined ? {} : { untilMs }),
  };
  const { row, token } = newSession(service, owner);
  const { sessionId, openedAtMs, expiresAtMs } = row;
  const offlineMs = purpose === 'ordinary' ? (door.offlineUnlockMs ?? 0) : 0;
  return {
    sessionId,
    purpose,
    changes: [{ kind: 'session.add', session: row }, ...terms.changes],
    answer: {
      sessionId,
      token,
      expiresAtMs,
      user: asPerson(account),
      offlineUntilMs: openedAtMs + offlineMs,
      ...(purpose === 'ordinary' ? {} : { purpose }),
    },
  };
}

interface SigningIn extends Entering {
  readonly key: string;
  readonly password: string;
  /** From where on the network he signs in. */
  readonly address: string | null;
  /** Errors before it. */
  readonly errors: SignInErrors;
}

/**
 * Opens the session of a right sign-in, and forgets the errors before it. Stale when the account is
 * another by now: a password that was changed meanwhile ended all sessions, and this is none of
 * them.
 */
export async function openSession(
  service: Service,
  entering: SigningIn,
): Promise<Answer<RouteAnswer<'session.open'>> | 'stale'> {
  const { account, key, workstationId, address, password, errors: was } = entering;
  const { userId } = account;
  const { sessionId, changes, answer } = await readySession(service, entering);
  const deed = { event: 'sign-in', subjectKind: 'session', subjectId: sessionId } as const;
  const audit = auditEntry({ userId, workstationId, address }, deed);
  const written = await service.stores.people.commit({
    atMs: service.clock.nowMs(),
    audit,
    changes: [
      { kind: 'errors.put', accountKey: key, errors: null, was },
      await unchangedOrRehashed(service, account, password),
      ...changes,
      ...(await newPlaceNotices(service, entering)),
    ],
  });
  if (written !== 'done') return 'stale';
  service.audit.note(audit);
  return ok(answer);
}

const NO_TERMS: SignInTerms = { changes: [], purpose: 'ordinary' };

async function termsOf(
  service: Service,
  { door, account, workstationId, language, accepted = [] }: Entering,
): Promise<SignInTerms> {
  if (door.opened === null) return NO_TERMS;
  const { userId } = account;
  const readIn = language ?? languageOf(account, door.language);
  const person = { userId, workstationId, language: readIn, accepted };
  return termsAtSignIn(service, door.opened, person);
}

/** A password that was hashed under older parameters is hashed anew while it is known. */
async function unchangedOrRehashed(
  { hasher }: Service,
  account: Account,
  password: string,
): Promise<PeopleChange> {
  const { userId, revision, passwordHash } = account;
  if (!hasher.isOutdated(passwordHash)) return { kind: 'account.unchanged', userId, revision };
  const renewed = await hasher.hash(password);
  return { kind: 'account.put', account: { ...account, passwordHash: renewed } };
}
