import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import UiPinInput from '#ui/field/UiPinInput.vue';

/** As a screen holds it: the digits come back to the field with the next drawing. */
function held() {
  const completed: string[] = [];
  const pin = ref('');
  const screen = defineComponent(
    () => () =>
      h(UiPinInput, {
        modelValue: pin.value,
        'onUpdate:modelValue': (digits: string) => (pin.value = digits),
        onComplete: () => completed.push(pin.value),
      }),
  );
  return { completed, input: mount(screen).get('input') };
}

describe('the field of a PIN', () => {
  it('is complete with its fourth digit, and not with the next key after it', async () => {
    const { completed, input } = held();
    for (const typed of ['4', '48', '481']) await input.setValue(typed);
    expect(completed).toEqual([]);
    await input.setValue('4815');
    expect(completed).toEqual(['4815']);
  });

  it('keeps digits alone, and no more than it has places for', async () => {
    const { completed, input } = held();
    await input.setValue('4a8 1b5 9');
    expect(completed).toEqual(['4815']);
    expect(input.element.value).toBe('4815');
  });
});
