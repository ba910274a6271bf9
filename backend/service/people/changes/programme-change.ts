import type { KeptProgramme, TermsVersion } from '../../programme/programme-rows.ts';

/** What may become of programmes and their documents. */
export type ProgrammeChange =
  | { readonly kind: 'programme.add'; readonly programme: KeptProgramme }
  /**
   * The programme as it shall be; its `revision` is the one that was read, and anything written
   * since makes the work stale.
   */
  | { readonly kind: 'programme.put'; readonly programme: KeptProgramme }
  /** A version that somebody else has published meanwhile makes the work stale. */
  | { readonly kind: 'terms.publish'; readonly terms: TermsVersion };
