import type { DocumentKind, ProgrammeProfile } from '#domain/identity/programme.ts';
import type { Language } from '#domain/text/language.ts';
import type { TermsText } from './programme-rows.ts';

/** What comes with the product: a network has none of it until somebody takes it. */
export interface ShippedProgrammes {
  readonly profiles: readonly ProgrammeProfile[];
  /** Texts for a demonstration alone, marked as samples: nobody's real terms. */
  readonly samples: Readonly<
    Record<DocumentKind, Readonly<Record<Language, Omit<TermsText, 'language'>>>>
  >;
}
