import { describe, expect, it } from 'vitest';
import { createAppI18n } from '#app/i18n/i18n.ts';
import { type MessageTree, collectMessages } from '#app/i18n/messages.ts';
import { locales } from '#ui/format/locale.ts';

const messages = collectMessages();

function keysOf(tree: MessageTree, prefix = ''): readonly string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keysOf(value, `${prefix}${key}.`),
  );
}

describe('messages', () => {
  it.each(locales)('%s has the same keys as Russian', (locale) => {
    expect(keysOf(messages[locale]).toSorted()).toEqual(keysOf(messages.ru).toSorted());
  });

  it.each(locales)('every message in %s can be read by the interpreter', (locale) => {
    const { global } = createAppI18n(locale, true);
    for (const key of keysOf(messages[locale])) {
      expect(global.t(key, 2), key).not.toBe('');
    }
  });

  it('a missing key is seen in development and harmless in the product', () => {
    expect(createAppI18n('ru', false).global.t('ui.nowhere')).toBe('ui.nowhere');
    expect(createAppI18n('ru', true).global.t('ui.nowhere')).toBe('⟦ui.nowhere⟧');
  });

  it('a message that is missing in one language is shown in Russian', () => {
    const { global } = createAppI18n('kk', false);
    global.setLocaleMessage('kk', {});
    expect(global.t('ui.close')).toBe('Закрыть');
  });
});
