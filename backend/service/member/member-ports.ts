import type {
  BindableCard,
  Member,
  MemberCard,
  ProgrammeAssignment,
  Registration,
} from './member-rows.ts';

/** What is read of members; what is written goes through `PeopleStore.commit`. */
export interface MemberStore {
  registration(registrationId: string): Promise<Registration | null>;
  /** How often somebody began to register a phone since an instant, taken or not. */
  registrationsOf(phone: PhoneQuestion): Promise<PhoneTries>;
  member(userId: string): Promise<Member | null>;
  /** The primary one first, then as they were bound. */
  memberCards(userId: string): Promise<readonly MemberCard[]>;
  bindableCard(cardId: string): Promise<BindableCard | null>;
  /** Nothing is assigned to a programme that nobody spoke of. */
  assignment(programmeId: string): Promise<ProgrammeAssignment>;
}

export interface PhoneTries {
  readonly starts: number;
  /** Wrong codes of all of them. */
  readonly triesUsed: number;
}

export interface PhoneQuestion {
  readonly programmeId: string;
  readonly phone: string;
  readonly sinceMs: number;
}
