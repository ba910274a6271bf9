import type { Claims } from '#domain/password-recovery/claims.ts';
import type { ContactKind, ContactSide } from '#domain/password-recovery/contact-change.ts';
import type {
  CaseKind,
  CaseState,
  IdentityCheck,
} from '#domain/password-recovery/recovery-case.ts';
import type { SecretState } from '#domain/identity/one-time-code.ts';

// What is kept of people who ask to be let in again, and of changes of their contacts.

/** One request for a new password; of a key that nobody has there is one just the same (G7). */
export interface PasswordRequest {
  readonly requestId: string;
  /** Whose tries and requests count together: the account, or the key that nobody has. */
  readonly subject: string;
  /** HMAC of programme and typed key: what strangers type is not kept. */
  readonly keyHash: string;
  readonly programmeId: string;
  /** Null where there is no one account to let in. */
  readonly userId: string | null;
  /** identify: only says who it is, staff decide (O-07). */
  readonly purpose: 'set-password' | 'identify';
  /** SHA-256 of a link's token, argon2id of a code. */
  readonly secretHash: string;
  /** The message that carries it: the term counts from its sending (N-10). */
  readonly messageId: string;
  readonly state: SecretState;
  readonly triesUsed: number;
  readonly askedAtMs: number;
  readonly expiresAtMs: number;
  /** The case that this link was sent for, after staff had decided. */
  readonly caseId: string | null;
}

/** What staff decide, or have decided. */
export interface PasswordCase {
  readonly caseId: string;
  readonly kind: CaseKind;
  readonly state: CaseState;
  readonly programmeId: string;
  readonly userId: string | null;
  /** What the person said of himself. */
  readonly claims: Claims;
  readonly checks: readonly IdentityCheck[];
  /** Where a lost mailbox is replaced (N-12). */
  readonly newEmail: string | null;
  /** The office where the person stood; null where he asked from outside. */
  readonly stationId: string | null;
  readonly overrideReason: string | null;
  readonly openedBy: string | null;
  readonly openedAtMs: number;
  readonly decidedBy: string | null;
  readonly decidedAtMs: number | null;
  readonly reason: string | null;
}

/** A change of phone or e-mail that is on its way (N-21, R-20). */
export interface ContactChangeRow {
  readonly changeId: string;
  readonly userId: string;
  readonly kind: ContactKind;
  /** The new one: E.164, or an address in lower case. */
  readonly value: string;
  readonly state: 'open' | 'done' | 'cancelled';
  readonly awaits: readonly ContactSide[];
  /** SHA-256 of the old address's token; null where it is not asked. */
  readonly oldSecretHash: string | null;
  /** SHA-256 of the new address's token, argon2id of the new phone's code. */
  readonly newSecretHash: string;
  readonly triesUsed: number;
  readonly askedAtMs: number;
  readonly expiresAtMs: number;
}
