import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import ClientDialog from '#features/clients/client/ClientDialog.vue';
import { client } from '#test/support/screens/clients/client-samples.ts';
import { mounted, press } from '../bridge/mounted.ts';

const kept = { ...client, phone: '+79000000078', revision: client.revision + 1 };

async function open(refusals: Parameters<typeof mounted>[3]) {
  const answers = { 'client:get': { client: kept, contracts: [], asOfMs: 1 }, 'client:put': kept };
  const { wrapper, asked } = await mounted(
    ClientDialog,
    { client, open: false },
    answers,
    refusals,
  );
  await wrapper.setProps({ open: true });
  await flushPromises();
  const puts = () => asked.filter(({ method }) => method === 'client:put');
  const text = () => document.querySelector('[role="dialog"]')?.textContent ?? '';
  return { puts, text };
}

describe('the form of a client', () => {
  it('shows what somebody else has changed, and saves over what is seen now', async () => {
    const { puts, text } = await open({ 'client:put': 'CLIENT_CHANGED' });
    await press('Enter', true);
    expect(puts()).toMatchObject([{ input: { revision: client.revision } }]);
    expect(text()).toContain('Телефон: было «+79000000077», стало «+79000000078»');
    await press('Enter', true);
    expect(puts()[1]).toMatchObject({
      input: { revision: kept.revision, client: { phone: kept.phone, name: client.name } },
    });
  });

  it('[O-02] shows a wrong tax id at its field', async () => {
    const { text } = await open({ 'client:put': 'INN_INVALID' });
    await press('Enter', true);
    expect(text()).toContain('Контрольная цифра не сходится.');
    expect(document.querySelector('[role="dialog"] .ui-refusal')).toBeNull();
  });
});
