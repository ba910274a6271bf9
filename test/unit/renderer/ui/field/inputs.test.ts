import { mount } from '@vue/test-utils';
import { type App, type Component, ref } from 'vue';
import { describe, expect, it } from 'vitest';
import UiMoneyInput from '#ui/field/UiMoneyInput.vue';
import UiVolumeInput from '#ui/field/UiVolumeInput.vue';
import { selectIndex } from '#ui/field/select-keys.ts';
import { type Locale, locales } from '#ui/format/locale.ts';
import { provideFormat } from '#ui/format/use-format.ts';

interface Typed {
  readonly emitted: unknown;
  readonly text: string;
}

/** Types a text into a field of a language and leaves it. */
async function type(
  component: Component,
  locale: Locale,
  text: string,
  props: object = {},
): Promise<Typed> {
  const plugin = {
    install: (app: App) => provideFormat(app, ref(locale), ref('Asia/Almaty')),
  };
  const wrapper = mount(component, {
    props: { modelValue: null, ...props },
    global: { plugins: [plugin] },
  });
  const input = wrapper.get('input');
  await input.setValue(text);
  await input.trigger('blur');
  return { emitted: wrapper.emitted('update:modelValue')?.at(-1)?.[0], text: input.element.value };
}

describe('number fields', () => {
  it.each(locales)('12,5 typed in %s is 12500 ml, with comma and with point', async (locale) => {
    const mark = locale === 'en' ? '.' : ',';
    for (const text of ['12,5', '12.5']) {
      const typed = await type(UiVolumeInput, locale, text);
      expect(typed).toEqual({ emitted: 12_500, text: `12${mark}50` });
    }
  });

  it.each(locales)('money typed in %s is kept in minor units', async (locale) => {
    const typed = await type(UiMoneyInput, locale, '1 234,5', { currency: 'KZT' });
    expect(typed.emitted).toBe(123_450);
  });

  it('text that is no number gives no value and stays to be corrected', async () => {
    const typed = await type(UiMoneyInput, 'ru', '1,234.50', { currency: 'KZT', modelValue: 5 });
    expect(typed).toEqual({ emitted: null, text: '1,234.50' });
  });
});

describe('keys of a select', () => {
  const options = [
    { value: 'a', label: 'Алматы' },
    { value: 'b', label: 'Астана', disabled: true },
    { value: 'c', label: 'Актау' },
    { value: 'd', label: 'Семей' },
  ];

  it('arrows pass over what cannot be chosen and stop at the ends', () => {
    expect(selectIndex('ArrowDown', 0, options)).toBe(2);
    expect(selectIndex('ArrowUp', 2, options)).toBe(0);
    expect(selectIndex('ArrowDown', 3, options)).toBe(3);
    expect(selectIndex('Home', 3, options)).toBe(0);
    expect(selectIndex('Shift', 3, options)).toBeUndefined();
  });

  it('a letter goes to the next option that begins with it, round the end', () => {
    expect(selectIndex('а', 0, options)).toBe(2);
    expect(selectIndex('А', 2, options)).toBe(0);
    expect(selectIndex('с', 0, options)).toBe(3);
  });
});
