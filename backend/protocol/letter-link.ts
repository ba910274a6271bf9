import { z } from 'zod';
import { programmeId } from './records/programme.ts';

/**
 * Links that letters carry to the application itself: `forecourt://KIND/TOKEN`, with the programme
 * before the token where its door is needed. They are written and read here and nowhere else. A
 * link does nothing by itself: the window shows what it is for, and a person presses a button.
 */

/** Registered with the system by the package, without the colon. */
export const LETTER_SCHEME = 'forecourt';

/** Which page a link opens (P-06, P-16, N-21). */
export const letterLinkKinds = ['invitation', 'recovery', 'contact'] as const;
export type LetterLinkKind = (typeof letterLinkKinds)[number];

/** 256 bits in base64url are 43 characters; none that a browser could take for something else. */
const token = z.string().regex(/^[A-Za-z0-9_-]{32,128}$/u);

export const letterLink = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(letterLinkKinds),
    /** At whose door it counts; null where the token alone tells. */
    programmeId: programmeId.nullable(),
    token,
  }),
  /** Something came that is no link of ours: it is said, and nothing of it is kept. */
  z.strictObject({ kind: z.literal('unknown') }),
]);
export type LetterLink = z.infer<typeof letterLink>;
export type KnownLetterLink = Exclude<LetterLink, { kind: 'unknown' }>;

const UNKNOWN: LetterLink = { kind: 'unknown' };
/** Longer than any link of ours. */
const LENGTH_MAX = 300;

/** A link as a letter prints it. */
export function letterLinkText({ kind, programmeId: at, token: key }: KnownLetterLink): string {
  return [`${LETTER_SCHEME}:/`, kind, ...(at === null ? [] : [at]), key].join('/');
}

/**
 * Reads what the system handed over as a link. Nothing is decoded, normalised or taken for a host:
 * what is not exactly a link of ours, to the last character, is unknown.
 */
export function readLetterLink(text: string): LetterLink {
  const scheme = `${LETTER_SCHEME}://`;
  if (text.length > LENGTH_MAX) return UNKNOWN;
  // Browsers spell a scheme in small letters; a person who types it need not.
  if (text.slice(0, scheme.length).toLowerCase() !== scheme) return UNKNOWN;
  const [kind, ...behind] = text.slice(scheme.length).split('/');
  const at = behind.length === 2 ? behind[0] : null;
  const read = letterLink.safeParse({ kind, programmeId: at, token: behind.at(-1) });
  return read.success && behind.length <= 2 ? read.data : UNKNOWN;
}

/**
 * The link on a command line, by which Windows and Linux hand one over.
 * @returns null where there is none; unknown where there are several, or one that is not ours
 */
export function letterLinkOf(argv: readonly string[]): LetterLink | null {
  const words = argv.filter((word) => word.toLowerCase().startsWith(`${LETTER_SCHEME}:`));
  const [word] = words;
  if (word === undefined) return null;
  return words.length === 1 ? readLetterLink(word) : UNKNOWN;
}
