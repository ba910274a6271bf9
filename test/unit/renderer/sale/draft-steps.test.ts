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
  const press = (step: string, keys: KeyboardEventInit): KeyboardEvent => {
    const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...keys });
    form.get(`input[name="${step}"]`).element.dispatchEvent(event);
    return event;
  };
  const enter = (step: string, keys: KeyboardEventInit = {}) =>
    press(step, { key: 'Enter', ...keys });
  const focused = () => document.activeElement?.getAttribute('name') ?? null;
  return { done, enter, press, focused };
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

describe('a digit at the desk', () => {
  it('on a chosen fuel or on the way of asking begins the amount, and is not lost', async () => {
    const { press, focused } = await openForm(['product', 'pump', 'way', 'ask']);
    for (const step of ['product', 'way']) {
      expect(press(step, { key: '2' }).defaultPrevented).toBe(false);
      expect(focused()).toBe('ask');
      enterPlace(step);
    }
  });

  it('is left where it was typed on a pump, with a modifier, or where nothing asks how much', async () => {
    const { press, focused } = await openForm(['product', 'pump', 'ask']);
    enterPlace('pump');
    press('pump', { key: '2' });
    expect(focused()).toBe('pump');
    press('product', { key: '2', ctrlKey: true });
    expect(focused()).toBe('pump');
    const full = await openForm(['product', 'hold']);
    enterPlace('product');
    full.press('product', { key: '2' });
    expect(full.focused()).toBe('product');
  });
});

function enterPlace(step: string): void {
  document.querySelector<HTMLElement>(`input[name="${step}"]`)?.focus();
}
