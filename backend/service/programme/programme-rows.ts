import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import type { Acceptance, TermsHead } from '#domain/identity/terms.ts';
import type { Language } from '#domain/text/language.ts';

// What is kept of programmes, their documents and who accepted them.

export interface KeptProgramme {
  readonly profile: ProgrammeProfile;
  /** False: its door is shut and nobody outside hears of it. */
  readonly active: boolean;
  /** Grows with every change. */
  readonly revision: number;
  readonly changedAtMs: number;
}

/** A published version of a document, without its text. */
export interface KeptTermsHead extends TermsHead {
  readonly programmeId: string;
  readonly publishedAtMs: number;
  readonly languages: readonly Language[];
}

export interface TermsText {
  readonly language: Language;
  readonly title: string;
  readonly body: string;
}

export interface TermsVersion extends Omit<KeptTermsHead, 'languages'> {
  readonly texts: readonly TermsText[];
}

export interface TermsQuestion {
  readonly programmeId: string;
  readonly kind: TermsHead['kind'];
  readonly version: number;
  readonly language: Language;
}

/**
 * How somebody accepted: by signing in, by a tick in the cabinet, at registration, at a desk;
 * offline: by either of the first two at a workstation that had no link.
 */
export type ConsentChannel = 'sign-in' | 'cabinet' | 'registration' | 'desk' | 'offline';

/**
 * That somebody accepted a version of a document, and whether he has taken it back.
 */
export interface Consent extends Acceptance {
  readonly consentId: string;
  readonly userId: string;
  readonly programmeId: string;
  /** In which language its text stood before the person. */
  readonly language: Language;
  readonly acceptedAtMs: number;
  readonly channel: ConsentChannel;
  readonly workstationId: string | null;
}

/** Somebody asked that what is known of him be forgotten. */
export interface ErasureRequest {
  readonly userId: string;
  readonly programmeId: string | null;
  readonly askedAtMs: number;
}

/** The same as its person sees it: null until it is declined. */
export interface KeptErasure extends ErasureRequest {
  readonly declinedAtMs: number | null;
  readonly declineReason: string | null;
}
