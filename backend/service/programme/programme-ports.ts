import type {
  Consent,
  ErasureRequest,
  KeptErasure,
  KeptProgramme,
  KeptTermsHead,
  TermsQuestion,
  TermsText,
} from './programme-rows.ts';

/** What is read of programmes; what is written goes through `PeopleStore.commit`. */
export interface ProgrammeStore {
  /** All of them by their ids, whether in use or not. */
  programmes(): Promise<readonly KeptProgramme[]>;
  programme(programmeId: string): Promise<KeptProgramme | null>;
  /** Every version of every document of a programme, oldest first within a kind. */
  termsHeads(programmeId: string): Promise<readonly KeptTermsHead[]>;
  /** Null where the version, or its text in this language, is not there. */
  termsText(question: TermsQuestion): Promise<TermsText | null>;
  /** All that somebody ever accepted, the newest first. */
  consentsOf(userId: string): Promise<readonly Consent[]>;
  /** Who asked to be forgotten and waits for it, the oldest request first. */
  erasureRequests(): Promise<readonly ErasureRequest[]>;
  /** A person's own request, open or declined; null where he asked for nothing. */
  erasureOf(userId: string): Promise<KeptErasure | null>;
}
