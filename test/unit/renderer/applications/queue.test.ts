import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import ProcessDialog from '#features/applications/ProcessDialog.vue';
import RecipientsPanel from '#features/applications/RecipientsPanel.vue';
import RejectDialog from '#features/applications/RejectDialog.vue';
import {
  ready,
  rejected,
  waiting,
} from '#test/support/screens/applications/application-samples.ts';
import { contracts } from '#test/support/screens/office-samples.ts';
import { mounted, press } from '../bridge/mounted.ts';

const page = (rows: readonly object[]) => ({ rows, nextCursor: null, asOfMs: 0 });
const [contract] = contracts;

describe('who has to see an application', () => {
  it('[V-09] names both, and whom it still waits for', async () => {
    const { wrapper } = await mounted(RecipientsPanel, { application: waiting }, {});
    expect(wrapper.text()).toContain('Тимур Алиев');
    expect(wrapper.text()).toContain('не видел');
    expect(wrapper.text()).toContain('когда заявку откроет руководитель: Константин Рощин');
  });

  it('[V-09] says where no curator is named', async () => {
    const { wrapper } = await mounted(RecipientsPanel, { application: rejected }, {});
    expect(wrapper.text()).toContain('не назначен');
    expect(wrapper.text()).not.toContain('Решение возможно');
  });
});

describe('processing an application', () => {
  const open = async (found: readonly object[]) => {
    const made = { userId: 'u-9', login: 'k7pm-94qx', accessCode: 'WD2T-8RNZ' };
    const answers = { 'contract:list': page(found), 'application:process': made };
    const props = { application: ready, open: false };
    const shown = await mounted(ProcessDialog, props, answers);
    await shown.wrapper.setProps({ open: true });
    await flushPromises();
    return shown;
  };

  it('[V-10] begins with the contract that the application names', async () => {
    const { asked, wrapper } = await open([contract ?? {}]);
    const dialog = document.querySelector('[role="dialog"]');
    expect(dialog?.textContent).toContain(`Клиент по этому договору: ${contract?.clientName}`);
    await press('Enter', true);
    expect(asked.at(-1)).toMatchObject({
      method: 'application:process',
      input: { applicationId: ready.applicationId, contractId: contract?.contractId },
    });
    const made = { login: 'k7pm-94qx', accessCode: 'WD2T-8RNZ' };
    expect(wrapper.emitted('made')).toEqual([[made]]);
  });

  it('[V-10] goes nowhere without one', async () => {
    const { asked } = await open([]);
    await press('Enter', true);
    expect(asked.map(({ method }) => method)).not.toContain('application:process');
  });
});

describe('rejecting an application', () => {
  it('[V-09] goes with its reason and not without one', async () => {
    const props = { application: ready, open: false };
    const { asked, wrapper } = await mounted(RejectDialog, props, {});
    await wrapper.setProps({ open: true });
    await flushPromises();
    await press('Enter', true);
    expect(asked).toEqual([]);
    const field = document.querySelector('textarea');
    if (field === null) throw new Error('the dialog asks for a reason');
    field.value = ' Договор не найден ';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
    await press('Enter', true);
    expect(asked.at(-1)).toMatchObject({
      method: 'application:reject',
      input: { applicationId: ready.applicationId, reason: 'Договор не найден' },
    });
  });
});
