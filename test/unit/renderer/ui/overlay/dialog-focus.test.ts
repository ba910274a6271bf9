import { flushPromises } from '@vue/test-utils';
import { defineComponent, h } from 'vue';
import { expect, it } from 'vitest';
import UiField from '#ui/field/UiField.vue';
import UiSelect from '#ui/field/UiSelect.vue';
import UiTextInput from '#ui/field/UiTextInput.vue';
import UiDialog from '#ui/overlay/UiDialog.vue';
import { mounted } from '../../bridge/mounted.ts';

const list = () =>
  h(UiField, { label: 'Программа' }, () => h(UiSelect, { options: [], modelValue: null }));
const line = () => h(UiField, { label: 'Номер' }, () => h(UiTextInput, { modelValue: '' }));

/** Where whoever opens a dialog with these fields is. */
async function focusedIn(...fields: readonly (typeof list)[]): Promise<string | null> {
  const dialog = defineComponent({
    setup: () => () =>
      h(UiDialog, { open: true, title: 'Договор' }, () => fields.map((field) => field())),
  });
  await mounted(dialog, {}, {});
  await flushPromises();
  return document.activeElement?.getAttribute('role') ?? document.activeElement?.tagName ?? null;
}

it('a dialog with a list alone begins in it, and not on the cross that closes it', async () => {
  expect(await focusedIn(list)).toBe('combobox');
});

it('a dialog begins where something is typed', async () => {
  expect(await focusedIn(list, line)).toBe('INPUT');
});
