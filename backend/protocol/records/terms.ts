import { z } from 'zod';
import { documentKind, documentRule, programmeId } from './programme.ts';
import * as s from '../shapes.ts';

/** Documents of programmes and who accepted them, as they cross a border. */

/** Longest text of a document in one language. */
export const TERMS_LENGTH_MAX = 200_000;

const version = z.int().min(1).max(100_000);

/** A published version, without its text. */
export const termsHead = z.strictObject({
  kind: documentKind,
  version,
  fromMs: s.atMs,
  publishedAtMs: s.atMs,
  /** SHA-256 of its texts in all languages: what an acceptance names. */
  hash: s.hex64,
  languages: z.array(s.language).min(1),
});
export type TermsHeadRecord = z.infer<typeof termsHead>;

export const termsText = z.strictObject({
  title: s.name,
  body: z.string().trim().min(1).max(TERMS_LENGTH_MAX),
});

/** A document of a programme with the version in force; null where it has no text. */
export const programmeDocument = documentRule.extend({ head: termsHead.nullable() });

export const termsName = z.strictObject({ programmeId, kind: documentKind });

/** A version as somebody saw it before he accepted it. */
export const acceptedTerms = z.strictObject({
  kind: documentKind,
  version,
  hash: s.hex64,
  language: s.language,
});

export type AcceptedTerms = z.infer<typeof acceptedTerms>;

export const consent = acceptedTerms.extend({
  acceptedAtMs: s.atMs,
  channel: z.enum(['sign-in', 'cabinet', 'registration', 'desk', 'offline']),
  workstationId: s.key.nullable(),
  withdrawnAtMs: s.atMs.nullable(),
});

/** A version that somebody accepted at a desk without the link, and the network did not take. */
export const refusedTerms = z.strictObject({ kind: documentKind, version: z.int() });
export type RefusedTerms = z.infer<typeof refusedTerms>;
