import { mount } from '@vue/test-utils';
import { type App, defineComponent, ref } from 'vue';
import { describe, expect, it } from 'vitest';
import { createI18n } from 'vue-i18n';
import ui from '#locales/ru/ui.json';
import { provideFormat } from '#ui/format/use-format.ts';
import { type ErrorText, type Refusal, useErrorText } from '#ui/text/use-error-text.ts';

const errors = {
  LIMIT_EXCEEDED: { title: 'Лимит', text: 'Осталось {left}.', next: 'Не больше {largestVolume}.' },
};

function textOf(refusal: Refusal): ErrorText | undefined {
  let words: ErrorText | undefined;
  const screen = defineComponent({
    setup: () => {
      words = useErrorText().value(refusal);
      return () => null;
    },
  });
  const plugin = {
    install: (app: App) => {
      app.use(createI18n({ legacy: false, locale: 'ru', messages: { ru: { ...ui, errors } } }));
      provideFormat(app, ref('ru'), ref('Asia/Almaty'));
    },
  };
  mount(screen, { global: { plugins: [plugin] } });
  return words;
}

describe('the words of a refusal', () => {
  it('one message serves a limit of money and a limit of litres', () => {
    const litres = { leftMl: 12_500, largestVolumeMl: 12_500 };
    expect(textOf({ code: 'LIMIT_EXCEEDED', params: litres })).toEqual({
      title: 'Лимит',
      text: 'Осталось 12,50\u00a0л.',
      next: 'Не больше 12,50\u00a0л.',
    });
    const money = { leftMinor: 875_000, currency: 'KZT', largestVolumeMl: 42_160 };
    expect(textOf({ code: 'LIMIT_EXCEEDED', params: money })?.text).toBe(
      'Осталось 8\u00a0750,00\u00a0₸.',
    );
  });

  it('a parameter that did not come is a dash, not a hole', () => {
    expect(textOf({ code: 'LIMIT_EXCEEDED' })?.next).toBe('Не больше —.');
  });

  it('an unknown code still says what to do and names itself', () => {
    expect(textOf({ code: 'NEW_ONE' })?.next).toContain('NEW_ONE');
  });
});
