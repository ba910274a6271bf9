/** Languages of the product; whoever asks for an unknown one gets the first (acceptance P-08). */
export const languages = ['ru', 'en', 'kk'] as const;

export type Language = (typeof languages)[number];

/** One text in every language of the product. */
export type Translated = Readonly<Record<Language, string>>;
