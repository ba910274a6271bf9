import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { LockScreen } from '#features/app-lock/index.ts';
import { mounted } from '../bridge/mounted.ts';

describe('[R-29] the locked screen', () => {
  it('asks with the fourth digit, and takes another try where it was wrong', async () => {
    const refusing = { 'session:unlock': 'APP_PIN_INVALID' } as const;
    const { wrapper, asked } = await mounted(LockScreen, {}, {}, refusing);
    const input = wrapper.get('input');
    expect(document.activeElement).toBe(input.element);
    await input.setValue('0007');
    await flushPromises();
    expect(wrapper.get('[role="alert"]').text()).toContain('ПИН-код неверен');
    expect(input.element.value).toBe('');
    expect(document.activeElement).toBe(input.element);
    await input.setValue('4815');
    await flushPromises();
    const tries = asked.filter(({ method }) => method === 'session:unlock');
    expect(tries.map(({ input: given }) => given)).toEqual([{ pin: '0007' }, { pin: '4815' }]);
  });

  it('leads whoever has forgotten the PIN to a whole sign-in', async () => {
    const { wrapper, asked } = await mounted(LockScreen, {}, {});
    await wrapper.get('button').trigger('click');
    expect(asked.at(-1)?.method).toBe('session:signOut');
  });
});
