import { flushPromises, mount } from '@vue/test-utils';
import { type App, ref } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAppI18n } from '#app/i18n/i18n.ts';
import type { Option } from '#ui/field/option.ts';
import UiCombobox from '#ui/field/UiCombobox.vue';
import { provideFormat } from '#ui/format/use-format.ts';

const stations: readonly Option[] = [
  { value: 'st-1', label: 'АЗС 1 «Восток»', hint: 'Алматы' },
  { value: 'st-2', label: 'АЗС 2 «Запад»', hint: 'Астана' },
  { value: 'st-3', label: 'АЗС 3 «Север»', hint: 'Алматы' },
];

let close = (): void => undefined;
beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  close();
  vi.useRealTimers();
});

function show(props: Record<string, unknown> = {}) {
  const plugin = {
    install: (app: App) => {
      app.use(createAppI18n('ru', true));
      provideFormat(app, ref('ru'), ref('Asia/Almaty'));
    },
  };
  const wrapper = mount(UiCombobox, {
    attachTo: document.body,
    props: { modelValue: null, options: stations, ...props },
    global: { plugins: [plugin] },
  });
  close = () => wrapper.unmount();
  return wrapper;
}

type Shown = ReturnType<typeof show>;

async function type(box: Shown, text: string): Promise<void> {
  await box.get('input').setValue(text);
  await flushPromises();
}

async function key(box: Shown, name: string): Promise<void> {
  await box.get('input').trigger('keydown', { key: name, code: name });
  await flushPromises();
}

const chosen = (box: Shown): unknown => box.emitted('update:modelValue')?.at(-1)?.[0];
const listed = (): (string | undefined)[] =>
  [...document.querySelectorAll('.ui-list__label')].map(({ textContent }) => textContent ?? '');
const text = (box: Shown): string => box.get('input').element.value;

describe('a list that is searched where it stands', () => {
  it('shows what has the typed letters in its name or beside it, whatever their case', async () => {
    const box = show();
    await type(box, 'АЛМА');
    expect(listed()).toEqual(['АЗС 1 «Восток»', 'АЗС 3 «Север»']);
  });

  it('is worked without a mouse: type, go down, take with Enter', async () => {
    const box = show();
    await type(box, 'алма');
    await key(box, 'ArrowDown');
    await key(box, 'Enter');
    expect(chosen(box)).toBe('st-3');
  });

  it('what is typed takes the place of the name that stands there', () => {
    const box = show({ modelValue: 'st-1' });
    const field = box.get('input').element;
    field.focus();
    const { selectionStart, selectionEnd, value } = field;
    expect(value.slice(selectionStart ?? 0, selectionEnd ?? 0)).toBe('АЗС 1 «Восток»');
  });

  it('says that nothing was found instead of standing empty', async () => {
    const box = show();
    await type(box, 'нет такой');
    expect(listed()).toEqual([]);
    expect(document.querySelector('.ui-list__empty')?.textContent).toContain('Ничего не найдено');
  });

  it('shows the name of what is chosen although the options came after it', async () => {
    const box = show({ modelValue: 'st-2', options: [] });
    expect(text(box)).toBe('');
    await box.setProps({ options: stations });
    expect(text(box)).toBe('АЗС 2 «Запад»');
  });
});

describe('a list that is searched where it comes from', () => {
  it('asks once the person has stopped typing, not at every letter', async () => {
    const box = show({ outside: true });
    await type(box, 'в');
    await type(box, 'во');
    await type(box, ' вос ');
    expect(box.emitted('search')).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1000);
    expect(box.emitted('search')).toEqual([['вос']]);
    expect(listed()).toHaveLength(stations.length);
  });

  it('keeps the name of what is chosen while another search shows others', async () => {
    const box = show({ modelValue: 'st-1', outside: true });
    await box.setProps({ options: stations.slice(1) });
    expect(text(box)).toBe('АЗС 1 «Восток»');
  });

  it('takes the given name of what is chosen where no option ever told it', async () => {
    const box = show({ modelValue: 'st-9', outside: true, chosenName: 'АЗС 9' });
    expect(text(box)).toBe('АЗС 9');
    await box.setProps({ chosenName: null });
    expect(text(box)).toBe('st-9');
  });

  it('says that it is looking, not that there is nothing', async () => {
    const box = show({ outside: true, busy: true, options: [] });
    await type(box, 'вос');
    expect(document.querySelector('.ui-list__empty')?.textContent).toContain('Поиск');
  });
});
