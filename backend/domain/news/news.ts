// What a network announces, and who reads it (row O-23): the term of an announcement, its readers,
// and the language in which somebody gets it.

import { isOfClient, type Role } from '../identity/rights.ts';
import { languages, type Language } from '../text/language.ts';

/**
 * everybody: also whoever has not signed in. clients: clients' people and members as well as staff.
 * staff: the network's own people alone.
 */
export const newsAudiences = ['everybody', 'clients', 'staff'] as const;
export type NewsAudience = (typeof newsAudiences)[number];

export const newsStates = ['planned', 'current', 'over', 'withdrawn'] as const;
export type NewsState = (typeof newsStates)[number];

/** When an announcement is shown, epoch ms: from its beginning on, and until its end, if any. */
export interface NewsTerm {
  readonly fromMs: number;
  /** Exclusive; null where it has no end. */
  readonly untilMs: number | null;
  readonly withdrawnAtMs: number | null;
}

/** What becomes of an announcement at an instant. Whoever withdrew it is not outlived by a term. */
export function newsState({ fromMs, untilMs, withdrawnAtMs }: NewsTerm, atMs: number): NewsState {
  if (withdrawnAtMs !== null) return 'withdrawn';
  if (atMs < fromMs) return 'planned';
  return untilMs !== null && untilMs <= atMs ? 'over' : 'current';
}

/** True for a term that begins before it ends. */
export function isNewsTerm({ fromMs, untilMs }: Omit<NewsTerm, 'withdrawnAtMs'>): boolean {
  return untilMs === null || fromMs < untilMs;
}

export interface NewsReader {
  readonly role: Role;
  /** Whose door he came in by; null for the network's own people. */
  readonly programmeId: string | null;
}

interface Addressed {
  readonly audience: NewsAudience;
  /** The programme whose people it is for; null for those of every one. */
  readonly programmeId: string | null;
}

/**
 * Whether an announcement is for somebody. A guest, null, gets what is for everybody, of every
 * programme: which door he stands at only his screen knows. Staff read what their clients read.
 */
export function isNewsFor(
  { audience, programmeId }: Addressed,
  reader: NewsReader | null,
): boolean {
  if (reader === null) return audience === 'everybody';
  if (!isOfClient(reader.role)) return true;
  return audience !== 'staff' && (programmeId === null || programmeId === reader.programmeId);
}

export interface NewsWords {
  readonly title: string;
  readonly text: string;
}

/** In which languages an announcement is written; in one of them at least. */
export type NewsTexts = Readonly<Partial<Record<Language, NewsWords>>>;

/** The words in a language; in the product's first one that is there, where that is missing. */
export function newsWords(
  texts: NewsTexts,
  language: Language,
): NewsWords & { language: Language } {
  const read = [language, ...languages].find((one) => texts[one] !== undefined) ?? language;
  return { ...(texts[read] ?? { title: '', text: '' }), language: read };
}
