import { flushPromises } from '@vue/test-utils';
import { computed } from 'vue';
import { describe, expect, it } from 'vitest';
import { useSession } from '#bridge/state/session-state.ts';
import type { ContractProgrammes } from '#bridge/query/use-contract-programmes.ts';
import InvitationsPanel from '#features/clients/invitation/InvitationsPanel.vue';
import { client, contracts, invitations } from '#test/support/screens/clients/client-samples.ts';
import { sessionOf } from '#test/support/screens/samples.ts';
import { mounted, press } from '../bridge/mounted.ts';

const programmes: ContractProgrammes = {
  options: computed(() => []),
  isKnown: computed(() => true),
  nameOf: (programmeId) => programmeId,
  birthOf: (programmeId) => (programmeId === 'green-voucher' ? 'by-invitation' : 'after-card'),
};

async function open() {
  const answers = { 'invitation:list': invitations, 'invitation:send': invitations.rows[0] };
  return mounted(InvitationsPanel, { client, contracts, programmes }, answers);
}

describe('[P-02] an invitation', () => {
  it('goes to the address of the client’s details, which cannot be typed', async () => {
    const { asked } = await open();
    await press('F2');
    const dialog = document.querySelector('[role="dialog"]');
    expect(dialog?.textContent).toContain(client.email);
    expect(dialog?.querySelector('input[type="text"], input[type="email"]')).toBeNull();
    await press('Enter', true);
    await flushPromises();
    expect(asked.find(({ method }) => method === 'invitation:send')).toMatchObject({
      input: { contractId: contracts[0]?.contractId, language: 'ru' },
    });
  });

  it('[P-03] whose letter came back says what to do about it', async () => {
    const { wrapper } = await open();
    expect(wrapper.text()).toContain('Письмо вернулось');
  });
});

it('[P-05] an owner acts on the letters that he has sent, and sends none by the contract', async () => {
  const { wrapper } = await mounted(
    InvitationsPanel,
    { client, contracts, programmes },
    { 'invitation:list': invitations, 'session:state': sessionOf('representative') },
  );
  await useSession().load();
  await flushPromises();
  const labels = wrapper.findAll('button').map((one) => one.text());
  expect(labels.join(' ')).toContain('Отозвать');
  expect(labels.join(' ')).not.toContain('Пригласить');
});
