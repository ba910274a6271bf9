import { describe, expect, it } from 'vitest';
import AccessDialog from '#features/applications/AccessDialog.vue';
import { processed } from '#test/support/screens/applications/application-samples.ts';
import { mounted, press } from '../bridge/mounted.ts';

const access = { login: 'k7pm-94qx', accessCode: 'WD2T-8RNZ' };

const dialog = (): HTMLElement | null => document.querySelector<HTMLElement>('[role="dialog"]');

describe('[V-10] an access that was just made', () => {
  it('is shown, printed, and goes away without a question once it is on paper', async () => {
    const props = { application: processed, access };
    const answers = { 'print:view': { printed: true } };
    const { wrapper, asked } = await mounted(AccessDialog, props, answers);
    expect(dialog()?.textContent).toContain('k7pm-94qx');
    expect(dialog()?.textContent).toContain('WD2T-8RNZ');
    await press('F7');
    expect(asked.map(({ method }) => method)).toContain('print:view');
    expect(dialog()?.textContent).toContain('Запечатайте его');
    await press('Escape');
    expect(wrapper.emitted('update:access')?.at(-1)).toEqual([null]);
  });

  it('is not gone with one Escape: unprinted, it asks', async () => {
    const { wrapper } = await mounted(AccessDialog, { application: processed, access }, {});
    await press('Escape');
    expect(wrapper.emitted('update:access')).toBeUndefined();
    const asking = [...document.querySelectorAll('[role="dialog"]')].at(-1);
    expect(asking?.textContent).toContain('не напечатан');
  });

  it('says where a new code comes from when this one was told before', async () => {
    const props = { application: processed, access: { ...access, accessCode: null } };
    await mounted(AccessDialog, props, {});
    expect(dialog()?.textContent).toContain('выдайте новый лично');
    expect(dialog()?.textContent).not.toContain('F7');
  });
});
