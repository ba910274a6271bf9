// The one vue-i18n instance: three languages from the start, own plural rules, and keys that are
// seen when they are missing. Messages are interpreted, not evaluated, so the content policy stays
// strict.
import { createI18n } from 'vue-i18n';
import type { Locale } from '#ui/format/locale.ts';
import { collectMessages } from './messages.ts';
import { pluralKk, pluralRu } from './plural-rules.ts';

/**
 * Makes the instance for `app.use`; `i18n.global.locale.value` switches the language at run time.
 */
export function createAppI18n(locale: Locale, isDevelopment: boolean) {
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'ru',
    messages: collectMessages(),
    pluralRules: { ru: pluralRu, kk: pluralKk },
    missingWarn: false,
    fallbackWarn: false,
    missing: (missingLocale, key) => {
      if (!isDevelopment) return key;
      console.warn(`message ${key} is missing in ${missingLocale}`);
      return `⟦${key}⟧`;
    },
  });
}
