/** Languages of the product; whoever asks for an unknown one gets the first (acceptance P-08). */
export const languages = ['ru', 'en', 'kk'] as const;

export type Language = (typeof languages)[number];

const known: ReadonlySet<string> = new Set(languages);

/** Of whoever has chosen none, and of what names none. */
export const FIRST_LANGUAGE: Language = 'ru';

/** True for a language of the product. */
export function isLanguage(name: string): name is Language {
  return known.has(name);
}

/** One text in every language of the product. */
export type Translated = Readonly<Record<Language, string>>;
