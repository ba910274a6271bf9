import type { DocumentKind } from '#domain/identity/programme.ts';
import type { Consent, ErasureRequest } from '../../programme/programme-rows.ts';

/** What may become of consents, and of what is known of a person. */
export type ConsentChange =
  /**
   * Accepting a version again after it was taken back is one more record. `toldAtMs` of what was
   * accepted offline: when a workstation told it.
   */
  | { readonly kind: 'consent.add'; readonly consent: Consent; readonly toldAtMs?: number }
  /** Every acceptance of the kind that stands is marked; none is removed. */
  | {
      readonly kind: 'consent.withdraw';
      readonly userId: string;
      readonly document: DocumentKind;
    }
  /** Asking again keeps the first request; after it was declined it is a new one. */
  | { readonly kind: 'erasure.ask'; readonly request: ErasureRequest }
  /** Stale, as declining is, where nothing is asked for any more. */
  | { readonly kind: 'erasure.take-back'; readonly userId: string }
  | { readonly kind: 'erasure.decline'; readonly userId: string; readonly reason: string }
  /**
   * Takes a person's name, login, addresses, passwords, preferences, sessions and messages away.
   * His id, role and client stay: operations and the audit trail name them. `revision` is the one
   * that was read.
   */
  | {
      readonly kind: 'account.erase';
      readonly userId: string;
      readonly revision: number;
      /** In the form of every other, and of no password that anybody knows. */
      readonly passwordHash: string;
    };
