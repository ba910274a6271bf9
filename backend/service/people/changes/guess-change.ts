/** What is written against guessers together with everything else. */
export type GuessChange =
  /** A robot check is used up; stale when it was before. */
  { readonly kind: 'proof.spend'; readonly proofId: string; readonly expiresAtMs: number };
