import type { SecretState } from '#domain/identity/one-time-code.ts';
import type { ContactChangeRow, PasswordCase, PasswordRequest } from '../access-rows.ts';

/** What may become of requests for a new password, of their cases, and of contacts. */
export type AccessChange =
  /**
   * Asks for a new password; everything of the same subject that was open is cancelled (N-10), and
   * what nobody can need any more is forgotten.
   */
  | { readonly kind: 'password-request.add'; readonly request: PasswordRequest }
  /** What an entered code or an opened link did; stale when another entry came first. */
  | {
      readonly kind: 'password-request.judged';
      readonly requestId: string;
      readonly was: JudgedRequest;
      readonly is: JudgedRequest;
    }
  /** A code or a link that somebody was sent for a new password opens nothing any more. */
  | { readonly kind: 'password-request.cancel'; readonly userId: string }
  | { readonly kind: 'password-case.add'; readonly case: PasswordCase }
  /** Stale when somebody has decided it meanwhile. */
  | { readonly kind: 'password-case.decide'; readonly case: PasswordCase }
  /** A change of contact; an open one of the same kind is cancelled. */
  | { readonly kind: 'contact-change.add'; readonly change: ContactChangeRow }
  /**
   * The same with new links, in the place of the one that was open; stale when that one was taken
   * back or agreed to since. Where none was (null) a request that nobody made is written instead:
   * sending again costs as much for everybody (rule G7).
   */
  | {
      readonly kind: 'contact-change.renew';
      readonly renewed: RenewedRows | null;
      readonly instead: PasswordRequest;
    }
  /** Whatever new contact was asked for is not taken any more. */
  | { readonly kind: 'contact-change.cancel'; readonly userId: string }
  /** What a side said, or a wrong code; stale when something was said since. */
  | {
      readonly kind: 'contact-change.put';
      readonly was: ContactChangeRow;
      readonly is: ContactChangeRow;
    }
  /**
   * The login of a programme whose people sign in by a contact that was changed; taken when another
   * account has it.
   */
  | {
      readonly kind: 'login.put';
      readonly userId: string;
      readonly login: string;
      /** As `accountKey` says. */
      readonly key: string;
    }
  /** Where an account's access was issued first: the only office that renews it (V-17). */
  | {
      readonly kind: 'access.issued';
      readonly userId: string;
      readonly stationId: string;
      readonly issuedBy: string;
      readonly issuedAtMs: number;
    }
  /** Null takes the address away. */
  | {
      readonly kind: 'postal-address.put';
      readonly userId: string;
      readonly address: string | null;
    };

/** A change of contact that waits, and the one that takes its place. */
export interface RenewedRows {
  readonly was: ContactChangeRow;
  readonly is: ContactChangeRow;
}

export interface JudgedRequest {
  readonly state: SecretState;
  readonly triesUsed: number;
}
