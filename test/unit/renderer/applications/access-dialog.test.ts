import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import AccessDialog from '#features/applications/AccessDialog.vue';
import { processed } from '#test/support/screens/applications/application-samples.ts';
import { mounted, press } from '../bridge/mounted.ts';

const access = { login: 'k7pm-94qx', accessCode: 'WD2T-8RNZ' };

const dialog = (): HTMLElement | null => document.querySelector<HTMLElement>('[role="dialog"]');
const click = async (element: Element | null | undefined): Promise<void> => {
  if (element instanceof HTMLElement) element.click();
  await flushPromises();
};

describe('[V-10] an access that was just made', () => {
  it('is shown, printed, and stays until somebody says that it is on paper', async () => {
    const props = { application: processed, access };
    const answers = { 'print:view': { printed: true } };
    const { wrapper, asked } = await mounted(AccessDialog, props, answers);
    expect(dialog()?.textContent).toContain('k7pm-94qx');
    expect(dialog()?.textContent).toContain('WD2T-8RNZ');
    const buttons = [...(dialog()?.querySelectorAll('footer button') ?? [])];
    expect(buttons.at(-1)?.getAttribute('disabled')).not.toBeNull();
    await click(buttons[0]);
    expect(asked.map(({ method }) => method)).toContain('print:view');
    await press('Escape');
    expect(dialog()).not.toBeNull();
    await click(dialog()?.querySelector('[role="checkbox"]'));
    await click([...(dialog()?.querySelectorAll('footer button') ?? [])].at(-1));
    expect(wrapper.emitted('update:access')?.at(-1)).toEqual([null]);
  });

  it('says where a new code comes from when this one was told before', async () => {
    const props = { application: processed, access: { ...access, accessCode: null } };
    await mounted(AccessDialog, props, {});
    expect(dialog()?.textContent).toContain('выдайте новый лично');
    expect(dialog()?.querySelector('[role="checkbox"]')).toBeNull();
  });
});
