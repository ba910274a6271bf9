import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import CaseDialog from '#features/decisions/recovery/CaseDialog.vue';
import OpenCaseDialog from '#features/decisions/recovery/OpenCaseDialog.vue';
import { useSession } from '#bridge/state/session-state.ts';
import { casesIn } from '#test/support/screens/decisions/decision-samples.ts';
import { programmes, suppliers } from '#test/support/screens/outside/outside-samples.ts';
import { mounted } from '../bridge/mounted.ts';

const answers = { 'programme:public': programmes, 'station:getMany': { rows: [] } };
const [compared, several, own] = casesIn('waiting').rows;

const dialog = (): HTMLElement => {
  const found = document.querySelector<HTMLElement>('[role="dialog"]');
  if (found === null) throw new Error('no dialog is open');
  return found;
};

const button = (text: string): HTMLButtonElement => {
  const found = [...dialog().querySelectorAll('button')].filter(({ textContent }) =>
    textContent.includes(text),
  );
  const [last] = found.slice(-1);
  if (last === undefined) throw new Error(`no button says ${text}`);
  return last;
};

async function type(field: HTMLInputElement | null | undefined, text: string): Promise<void> {
  if (!field) throw new Error('no such field');
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await flushPromises();
}

async function press(control: HTMLElement): Promise<void> {
  control.click();
  await flushPromises();
}

const decisions = (asked: readonly { method: string; input: unknown }[]): unknown[] =>
  asked.filter(({ method }) => method === 'recoveryCase:decide').map(({ input }) => input);

async function openCase(shown: typeof compared, userId = 'somebody') {
  const opened = await mounted(CaseDialog, { shown: null }, answers);
  useSession().session = {
    user: { userId, login: 'x', displayName: 'X', role: 'administrator', active: true },
    rights: [],
    mode: 'online',
    expiresAtMs: null,
  };
  await opened.wrapper.setProps({ shown });
  await flushPromises();
  return opened;
}

describe('a lost access that staff decide', () => {
  it('[O-09] shows what was said beside what is stored, each line with its word', async () => {
    await openCase(compared);
    const lines = [...dialog().querySelectorAll('tbody tr')].map(({ textContent }) => textContent);
    expect(lines[0]).toMatch(/Почта.*zh\.li@steppe\.example.*zh\.li@steppe\.example.*совпадает/u);
    expect(lines[1]).toMatch(/Телефон.*701 000 00 17.*77010000071.*не совпадает/u);
    expect(lines[3]).toMatch(/—.*990140000001.*не указано/u);
    const signs = [...dialog().querySelectorAll('tbody .ui-badge svg')];
    expect(signs).toHaveLength(lines.length);
  });

  it('[O-09] is rejected only with a reason', async () => {
    const { asked } = await openCase(compared);
    await press(dialog().querySelector<HTMLElement>('[role="radio"][value="reject"]') ?? dialog());
    await press(button('Отклонить'));
    expect(decisions(asked)).toEqual([]);
    await type(
      dialog().querySelector('form input[type="text"], form .ui-input input'),
      ' Не тот телефон ',
    );
    await press(button('Отклонить'));
    expect(decisions(asked)).toMatchObject([
      { caseId: compared?.caseId, confirmed: false, reason: 'Не тот телефон' },
    ]);
  });

  it('[O-06] of several accounts is confirmed for the one that staff chose', async () => {
    const { asked } = await openCase(several);
    await press(button('Подтвердить'));
    expect(decisions(asked)).toEqual([]);
    await press(dialog().querySelector<HTMLElement>('[value="account-3"]') ?? dialog());
    await press(button('Подтвердить'));
    expect(decisions(asked)).toMatchObject([{ confirmed: true, userId: 'account-3' }]);
  });

  it('[N-12] is not confirmed by whoever opened it, and says why', async () => {
    const { asked } = await openCase(own, own?.openedBy ?? '');
    expect(dialog().textContent).toContain('Нужен второй человек');
    const confirm = dialog().querySelector('[role="radio"][value="confirm"]');
    expect(confirm?.hasAttribute('disabled')).toBe(true);
    await press(button('Отклонить'));
    expect(decisions(asked)).toEqual([]);
  });
});

describe('[V-17] somebody who came in person', () => {
  it('gets nothing before everything is checked', async () => {
    const { wrapper, asked } = await mounted(
      OpenCaseDialog,
      { open: false },
      { ...answers, 'programme:public': { ...programmes, programmes: [suppliers] } },
    );
    await wrapper.setProps({ open: true });
    await flushPromises();
    expect(dialog().querySelectorAll('[role="checkbox"]')).toHaveLength(3);
    await press(button('Продолжить'));
    expect(asked.filter(({ method }) => method === 'recoveryCase:open')).toEqual([]);
  });
});
