import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { ListedUser } from '#protocol/records/administration.ts';
import { standingOf } from '#features/people/user-standing.ts';
import UnlockDialog from '#features/people/UnlockDialog.vue';
import UserDialog from '#features/people/UserDialog.vue';
import { mounted } from '../bridge/mounted.ts';

const NOW_MS = 1_800_000_000_000;
const anna: ListedUser = {
  userId: 'user-1',
  login: 'anna',
  displayName: 'Анна Б.',
  role: 'operator',
  active: true,
  state: 'active',
  programmeId: null,
  mustSetPassword: false,
  waitsUntilMs: null,
};

function controls() {
  const dialog = document.querySelector<HTMLElement>('[role="dialog"]');
  const send = [...(dialog?.querySelectorAll('button') ?? [])].at(-1);
  const field = dialog?.querySelector<HTMLInputElement>('form input');
  if (!dialog || !send || !field) throw new Error('the dialog has no field or no button');
  return { dialog, send, field };
}

async function type(field: HTMLInputElement, text: string): Promise<void> {
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await flushPromises();
}

describe('what an account is good for', () => {
  it('[P-18] is said by the first thing that keeps its person out', () => {
    const standing = (patch: Partial<ListedUser>) => standingOf({ ...anna, ...patch }, NOW_MS);
    expect(standing({})).toBe('active');
    expect(standing({ mustSetPassword: true })).toBe('must-set-password');
    expect(standing({ waitsUntilMs: NOW_MS + 1, mustSetPassword: true })).toBe('waits');
    expect(standing({ waitsUntilMs: NOW_MS })).toBe('active');
    expect(standing({ state: 'locked', waitsUntilMs: NOW_MS + 1 })).toBe('locked');
    expect(standing({ state: 'locked', active: false })).toBe('closed');
    expect(standing({ state: 'erased', active: false })).toBe('erased');
  });
});

describe('somebody of the network', () => {
  it('[V-11] is changed in name and role; his login is shown and cannot be typed', async () => {
    const { wrapper, asked } = await mounted(UserDialog, { person: null }, { 'user:put': anna });
    await wrapper.setProps({ person: anna });
    await flushPromises();
    const { dialog, send, field } = controls();
    expect(dialog.textContent).toContain('anna');
    const typed = [...dialog.querySelectorAll<HTMLInputElement>('form input')];
    expect(typed.map(({ value }) => value)).not.toContain('anna');
    await type(field, ' Анна Борисова ');
    send.click();
    await flushPromises();
    const put = { userId: 'user-1', displayName: 'Анна Борисова', role: 'operator', active: true };
    expect(asked.at(-1)).toMatchObject({ method: 'user:put', input: put });
    expect(asked.at(-1)?.input).not.toHaveProperty('login');
  });

  it('[P-19] is let in again only with grounds, at his own door', async () => {
    const { wrapper, asked } = await mounted(UnlockDialog, { person: null }, {});
    await wrapper.setProps({ person: { ...anna, programmeId: 'octave' } });
    await flushPromises();
    const { send, field } = controls();
    send.click();
    await flushPromises();
    const unlocking = () => asked.filter(({ method }) => method === 'user:unlock');
    expect(unlocking()).toEqual([]);
    await type(field, 'Стоит у кассы, паспорт проверен');
    send.click();
    await flushPromises();
    expect(unlocking()).toMatchObject([
      {
        input: {
          login: 'anna',
          programmeId: 'octave',
          reason: 'Стоит у кассы, паспорт проверен',
        },
      },
    ]);
  });
});
