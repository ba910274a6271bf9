import type { SignInErrors } from '#domain/identity/attempts.ts';
import type { Account, SessionRow } from '../people-rows.ts';

/** What may become of accounts, sessions and the count of errors. */
export type AccountChange =
  | { readonly kind: 'account.add'; readonly account: Account }
  /**
   * The account as it shall be; its `revision` is the one that was read, and anything written since
   * makes the work stale. Login, programme and id never change (V-11).
   */
  | { readonly kind: 'account.put'; readonly account: Account }
  /** Nothing is written when the account was changed since it was read. */
  | { readonly kind: 'account.unchanged'; readonly userId: string; readonly revision: number }
  /**
   * The account counts as changed: whoever comes in by what was read of it before is judged anew,
   * and whoever came in before this is found by what follows.
   */
  | { readonly kind: 'account.touch'; readonly userId: string }
  /** Keeps an earlier password's hash, and of all earlier ones the newest `keepCount`. */
  | {
      readonly kind: 'password.keep';
      readonly userId: string;
      readonly passwordHash: string;
      readonly setAtMs: number;
      readonly keepCount: number;
    }
  /** Somebody gave him a temporary password, which he has seen: he is no second person to him. */
  | { readonly kind: 'password.given'; readonly userId: string; readonly givenBy: string }
  | { readonly kind: 'session.add'; readonly session: SessionRow }
  | { readonly kind: 'session.end'; readonly sessionId: string }
  /** The same, and nothing is written when somebody else has ended it. */
  | { readonly kind: 'session.replace'; readonly sessionId: string }
  /** Ends all sessions of a person but one; null ends that one too. */
  | {
      readonly kind: 'session.end-others';
      readonly userId: string;
      readonly keptSessionId: string | null;
    }
  /**
   * For how long after a sign-in online the network's own people unlock without a link; nothing is
   * written where it is not any more what was seen.
   */
  | { readonly kind: 'staff-term.put'; readonly offlineDays: number; readonly seenDays: number }
  /** Nothing is written when no administrator would be left who signs in by a password of his. */
  | { readonly kind: 'administrator.remains' }
  /** Nothing is written when a client would have no owner left who may sign in. */
  | { readonly kind: 'owner.remains'; readonly clientId: string }
  /**
   * Locks an account and ends nothing else; of nobody's login the count is written once more
   * instead, so that locking costs as much either way (rule G7).
   */
  | { readonly kind: 'account.lock'; readonly accountKey: string; readonly userId: string | null }
  /**
   * Errors in a row under a key, known or not; null after a success. Others are forgotten after a
   * day; those that count towards a lock are kept until a success, a recovery or an unlock (P-18).
   */
  | {
      readonly kind: 'errors.put';
      readonly accountKey: string;
      readonly errors: SignInErrors | null;
      readonly isKept?: boolean;
      /** What they were when they were read: others make the work stale. Left out, any will do. */
      readonly was?: SignInErrors;
    };
