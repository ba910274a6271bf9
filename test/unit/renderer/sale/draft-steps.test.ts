import { mount } from '@vue/test-utils';
import { defineComponent, nextTick, useTemplateRef } from 'vue';
import { describe, expect, it } from 'vitest';
import { useDraftSteps } from '#features/sale/draft/draft-steps.ts';

/** A form of some of the steps, with what it was asked to do. */
async function openForm(steps: readonly string[]) {
  const done: string[] = [];
  const form = mount(
    defineComponent({
      setup() {
        useDraftSteps(useTemplateRef<HTMLFormElement>('form'), {
          findCard: () => done.push('find card'),
          focusPin: () => done.push('focus PIN'),
        });
        return { steps };
      },
      template: `<form ref="form">
        <div v-for="step in steps" :key="step" :data-step="step"><input :name="step"></div>
      </form>`,
    }),
    { attachTo: document.body },
  );
  await nextTick();
  const enter = (step: string, keys: KeyboardEventInit = {}): KeyboardEvent => {
    const event = new KeyboardEvent('keydown', {
      key: 'Enter',
      bubbles: true,
      cancelable: true,
      ...keys,
    });
    form.get(`input[name="${step}"]`).element.dispatchEvent(event);
    return event;
  };
  const focused = () => document.activeElement?.getAttribute('name') ?? null;
  return { done, enter, focused };
}

describe('Enter at the desk', () => {
  it('[C5] goes to the next question that is shown, and presses nothing', async () => {
    const { enter, focused } = await openForm(['card', 'product', 'pump', 'ask', 'hold']);
    expect(enter('product').defaultPrevented).toBe(true);
    expect(focused()).toBe('pump');
    enter('pump');
    expect(focused()).toBe('ask');
    enter('ask');
    expect(focused()).toBe('hold');
  });

  it('[C5] after the amount asks for the PIN where the card has one', async () => {
    const { done, enter } = await openForm(['card', 'ask', 'pin', 'hold']);
    enter('ask');
    expect(done).toEqual(['focus PIN']);
  });

  it('[C5] on the number looks the card up', async () => {
    const { done, enter } = await openForm(['card', 'product']);
    enter('card');
    expect(done).toEqual(['find card']);
  });

  it('on the last question is left to the form, as every other key is', async () => {
    const { enter } = await openForm(['ask', 'hold']);
    expect(enter('hold').defaultPrevented).toBe(false);
    expect(enter('ask', { key: 'a' }).defaultPrevented).toBe(false);
    expect(enter('ask', { ctrlKey: true }).defaultPrevented).toBe(false);
  });
});
