import type { RegistrationCode } from '#domain/member/registration.ts';
import type { Binding, PlasticCard } from '#domain/member/bindings.ts';
import type { CardState } from '#domain/card/card-state.ts';
import type { DocumentKind } from '#domain/identity/programme.ts';
import type { Language } from '#domain/text/language.ts';

// What is kept of members and of those who are about to become one.

/** A document whose own tick was set, as it stood before the person (rows ). */
export interface Tick {
  readonly kind: DocumentKind;
  readonly version: number;
  readonly hash: string;
}

/** A registration that waits for its code (row R-11); there is no account yet. */
export interface Registration extends RegistrationCode {
  /** The command's id; the account will have it too. */
  readonly registrationId: string;
  readonly programmeId: string;
  /** E.164. */
  readonly phone: string;
  readonly email: string | null;
  /** The plastic card to bind; null for a virtual one. */
  readonly cardId: string | null;
  readonly passwordHash: string;
  readonly language: Language;
  readonly ticks: readonly Tick[];
  readonly workstationId: string | null;
  /** Who serves at the desk; null where the person sits alone. */
  readonly operatorId: string | null;
  /**
   * True where the phone was somebody's already: no code opens it, and everything else is as ever
   * (rule G7).
   */
  readonly decoy: boolean;
  readonly startedAtMs: number;
  /** argon2id in PHC form: so few digits are soon guessed by whoever has a faster hash. */
  readonly codeHash: string;
  /** Grows with every change. */
  readonly revision: number;
}

/** Whoever takes part in a programme; his account has the same id. */
export interface Member {
  readonly userId: string;
  readonly programmeId: string;
  /** The one that all his cards feed (row R-17). */
  readonly pointsAccountId: string;
  readonly registeredAtMs: number;
}

/** A member's card as he sees it. */
export interface MemberCard extends Binding {
  readonly panMasked: string;
  readonly panHash: string;
  readonly state: CardState;
  /** Of a virtual card: the range that its number was drawn from. */
  readonly virtualRange: string | null;
}

/** A card as registration judges it. */
export interface BindableCard extends PlasticCard {
  readonly contractId: string;
  readonly state: CardState;
}

/** Whom and what a network names for one of its programmes. */
export interface ProgrammeAssignment {
  readonly programmeId: string;
  /** The contract that the cards and points of its members hang on. */
  readonly memberContractId: string | null;
  /** Who receives applications (row V-09). */
  readonly curatorUserId: string | null;
  readonly headUserId: string | null;
}
