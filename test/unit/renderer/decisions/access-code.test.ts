import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import AccessCodeDialog from '#features/decisions/recovery/AccessCodeDialog.vue';
import { programmes, suppliers } from '#test/support/screens/outside/outside-samples.ts';
import { mounted, press } from '../bridge/mounted.ts';

const { programmeId } = suppliers;
const issued = { programmeId, login: 'k7pm-94qx', password: 'WD2T-8RNZ' };

async function open(printed: boolean) {
  const answers = { 'programme:public': programmes, 'print:view': { printed } };
  const { wrapper } = await mounted(AccessCodeDialog, { issued: null }, answers);
  await wrapper.setProps({ issued });
  await flushPromises();
  return () => wrapper.emitted('update:issued')?.at(-1)?.[0];
}

const said = () => [...document.querySelectorAll('[role="dialog"]')].at(-1)?.textContent;

describe('[V-17] the new code of somebody who stands before the desk', () => {
  it('was lost with one Escape: unprinted, it asks before it is gone', async () => {
    const held = await open(false);
    expect(said()).toContain('WD2T-8RNZ');
    await press('F7');
    await press('Escape');
    expect(held()).toBeUndefined();
    expect(said()).toContain('не напечатан');
    await press('Enter', true);
    expect(held()).toBeNull();
  });

  it('goes away without a question once code and receipt are on paper', async () => {
    const held = await open(true);
    await press('F7');
    expect(said()).toContain('возьмите подпись');
    await press('Escape');
    expect(held()).toBeNull();
  });
});
