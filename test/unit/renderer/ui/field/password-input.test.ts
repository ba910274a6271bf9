import { describe, expect, it } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import UiPasswordInput from '#ui/field/UiPasswordInput.vue';
import { mounted } from '../../bridge/mounted.ts';

/** A new password twice and a button after it, as many forms have it. */
async function form() {
  const passwords = [ref('tide-and-7'), ref('tide-and-7')];
  const screen = defineComponent(
    () => () =>
      h('form', [
        ...passwords.map((password) =>
          h(UiPasswordInput, {
            modelValue: password.value,
            'onUpdate:modelValue': (text: string) => (password.value = text),
          }),
        ),
        h('button', { type: 'submit' }, 'Войти'),
      ]),
  );
  const { wrapper } = await mounted(screen, {}, {});
  return { wrapper, types: () => wrapper.findAll('input').map((field) => field.element.type) };
}

const reveal = { code: 'KeyP', key: 'З', ctrlKey: true, shiftKey: true };

describe('the field of a password', () => {
  it('is left by Tab for the next field or the button: the eye is not on the way', async () => {
    const { wrapper } = await form();
    const stops = wrapper.findAll('input, button').filter(({ element }) => {
      if (!(element instanceof HTMLElement)) throw new Error('a control is an element of the page');
      return element.tabIndex >= 0;
    });
    expect(stops.map(({ element }) => element.tagName)).toEqual(['INPUT', 'INPUT', 'BUTTON']);
    expect(stops.at(2)?.text()).toBe('Войти');
  });

  it('is shown and hidden by its hot key under a Russian layout, and no other field with it', async () => {
    const { wrapper, types } = await form();
    const [, second] = wrapper.findAll('input');
    second?.element.focus();
    await second?.trigger('keydown', reveal);
    expect(types()).toEqual(['password', 'text']);
    await second?.trigger('keydown', reveal);
    expect(types()).toEqual(['password', 'password']);
  });

  it('is shown by the eye as well, which names the hot key', async () => {
    const { wrapper, types } = await form();
    const eye = wrapper.get('button[aria-label="Показать пароль"]');
    expect(eye.attributes('aria-keyshortcuts')).toBe('Control+Shift+KeyP');
    await eye.trigger('click');
    expect(types()).toEqual(['text', 'password']);
  });
});
