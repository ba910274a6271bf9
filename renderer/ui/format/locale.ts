// The three languages of the interface and the data each of them may take from Intl.
// Electron's Chromium ships no Kazakh data, so `kk` uses Russian digits, separators and order.

export const locales = ['ru', 'en', 'kk'] as const;

export type Locale = (typeof locales)[number];

/**
 * Narrows any text (a setting, a system language tag such as `kk-KZ`) to a locale; `ru` if unknown.
 */
export function parseLocale(text: string): Locale {
  const language = text.toLowerCase().slice(0, 2);
  return locales.find((locale) => locale === language) ?? 'ru';
}

/**
 * Intl tag for numbers, dates and collation of a locale. `en` is en-GB: day before month, 24 hours.
 */
export function intlTag(locale: Locale): string {
  return locale === 'en' ? 'en-GB' : 'ru';
}
