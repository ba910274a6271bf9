// Documents of a programme: which version is in force, and what somebody still has to accept before
// he may come in (R-07, R-08, R-36, V-14, V-15).

import type { DocumentKind, DocumentRule, ProgrammeProfile } from './programme.ts';

/** A published version, without its text. */
export interface TermsHead {
  readonly kind: DocumentKind;
  /** 1, 2, 3… of its kind. */
  readonly version: number;
  readonly fromMs: number;
  /** SHA-256 of the texts in every language they were published in. */
  readonly hash: string;
}

/** That somebody accepted a version; the record stays when he takes it back. */
export interface Acceptance {
  readonly kind: DocumentKind;
  readonly version: number;
  readonly hash: string;
  readonly withdrawnAtMs: number | null;
}

/** What stands between a person and a session. */
export interface TermsState<Head extends TermsHead = TermsHead> {
  /** Required documents that have no text: the door is shut for everybody (V-15). */
  readonly missing: readonly DocumentKind[];
  /** Accepted by the act of signing in, and not accepted yet in this version (V-14). */
  readonly bySigningIn: readonly Head[];
  /** Required, accepted by a tick of its own, and not ticked yet in this version. */
  readonly byTick: readonly Head[];
}

/** Documents that are consents: what was given of free will may be taken back. */
const consentKinds: readonly DocumentKind[] = ['personal-data', 'marketing'];

/**
 * Whether a person takes a document back by himself. Where the programme does not offer it,
 * he does so in writing, like whoever asks to be forgotten.
 */
export function isWithdrawable(
  kind: DocumentKind,
  { selfService }: Pick<ProgrammeProfile, 'selfService'>,
): boolean {
  return consentKinds.includes(kind) && selfService.includes('withdraw-consent');
}

/** The version of a kind that is in force at an instant; undefined where none is. */
export function termsInForce<Head extends TermsHead>(
  heads: readonly Head[],
  kind: DocumentKind,
  atMs: number,
): Head | undefined {
  return heads
    .filter((head) => head.kind === kind && head.fromMs <= atMs)
    .reduce<Head | undefined>(
      (latest, head) => (latest === undefined || head.version > latest.version ? head : latest),
      undefined,
    );
}

/** True while an acceptance of exactly this version stands. */
export function isAccepted(head: TermsHead, acceptances: readonly Acceptance[]): boolean {
  return acceptances.some(
    ({ kind, version, hash, withdrawnAtMs }) =>
      kind === head.kind &&
      version === head.version &&
      hash === head.hash &&
      withdrawnAtMs === null,
  );
}

/**
 * What a person of a programme lacks at an instant. An earlier version that was accepted does not
 * count: a new one asks again.
 */
export function termsState<Head extends TermsHead>(
  documents: readonly DocumentRule[],
  heads: readonly Head[],
  acceptances: readonly Acceptance[],
  atMs: number,
): TermsState<Head> {
  const found = documents.map((rule) => ({ rule, head: termsInForce(heads, rule.kind, atMs) }));
  const lacking = (acceptance: DocumentRule['acceptance']): readonly Head[] =>
    found.flatMap(({ rule, head }) =>
      head !== undefined &&
      rule.acceptance === acceptance &&
      (rule.required || acceptance === 'by-sign-in') &&
      !isAccepted(head, acceptances)
        ? [head]
        : [],
    );
  return {
    missing: found
      .filter(({ rule, head }) => rule.required && head === undefined)
      .map(({ rule }) => rule.kind),
    bySigningIn: lacking('by-sign-in'),
    byTick: lacking('by-tick'),
  };
}
