import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import ClientDialog from '#features/clients/client/ClientDialog.vue';
import type { ClientWaiting } from '#protocol/bridge/clients.ts';
import { client, waiting } from '#test/support/screens/clients/client-samples.ts';
import { mounted, press } from '../bridge/mounted.ts';

const kept = { ...client, phone: '+79000000078', revision: client.revision + 1, queued: false };

async function open(
  refusals: Parameters<typeof mounted>[3],
  { waiting = null, put = kept }: { waiting?: ClientWaiting | null; put?: typeof kept } = {},
) {
  const answers = { 'client:get': { client: kept, contracts: [], asOfMs: 1 }, 'client:put': put };
  const props = { client, waiting, open: false };
  const { wrapper, asked, told } = await mounted(ClientDialog, props, answers, refusals);
  await wrapper.setProps({ open: true });
  await flushPromises();
  const puts = () => asked.filter(({ method }) => method === 'client:put');
  const text = () => document.querySelector('[role="dialog"]')?.textContent ?? '';
  return { puts, text, told };
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

  it('[O-08] says that it waits to be sent where there is no link', async () => {
    const { told } = await open({}, { put: { ...kept, queued: true } });
    await press('Enter', true);
    expect(told()).toMatchObject([
      { tone: 'warn', title: `Сохранено на этом месте: ${client.name}` },
    ]);
  });

  it('[O-08] begins with what was refused, beside what stands there now, and takes its place', async () => {
    const refused = waiting.rows[2] ?? null;
    const { puts, text } = await open({}, { waiting: refused });
    expect(text()).toContain('Телефон: было «+79000000077», стало «+79000000078»');
    await press('Enter', true);
    expect(puts()).toMatchObject([
      {
        input: {
          inPlaceOf: refused?.entryId,
          revision: kept.revision,
          client: { phone: kept.phone, email: 'new@north.example' },
        },
      },
    ]);
  });

  it('[O-02] shows a wrong tax id at its field', async () => {
    const { text } = await open({ 'client:put': 'INN_INVALID' });
    await press('Enter', true);
    expect(text()).toContain('Контрольная цифра не сходится.');
    expect(document.querySelector('[role="dialog"] .ui-refusal')).toBeNull();
  });
});
