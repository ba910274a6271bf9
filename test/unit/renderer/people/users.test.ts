import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { ListedUser } from '#protocol/records/administration.ts';
import { standingOf } from '#features/people/user-standing.ts';
import UnlockDialog from '#features/people/UnlockDialog.vue';
import UserDialog from '#features/people/UserDialog.vue';
import { lastSignIn } from '#test/support/screens/samples.ts';
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

/** All that a new representative has: no grants, and so all of them. */
const boris: ListedUser = {
  ...anna,
  userId: 'user-2',
  login: 'boris',
  displayName: 'Борис В.',
  role: 'representative',
  clientId: 'client-1',
  programmeId: 'octave',
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
    const { wrapper, asked } = await mounted(
      UserDialog,
      { person: null },
      { 'user:put': anna, 'user:lastSignIn': lastSignIn },
    );
    await wrapper.setProps({ person: anna });
    await flushPromises();
    const { dialog, send, field } = controls();
    expect(dialog.textContent).toContain('anna');
    expect(dialog.textContent).toContain('АЗС № 17, Касса 2');
    const typed = [...dialog.querySelectorAll<HTMLInputElement>('form input')];
    expect(typed.map(({ value }) => value)).not.toContain('anna');
    await type(field, ' Анна Борисова ');
    send.click();
    await flushPromises();
    const put = { userId: 'user-1', displayName: 'Анна Борисова', role: 'operator', active: true };
    expect(asked.at(-1)).toMatchObject({ method: 'user:put', input: put });
    expect(asked.at(-1)?.input).not.toHaveProperty('login');
  });

  it('[V-09] has an address where letters of the network go, typed beside his name', async () => {
    const { wrapper, asked } = await mounted(
      UserDialog,
      { person: null },
      { 'user:put': anna, 'user:lastSignIn': lastSignIn },
    );
    await wrapper.setProps({ person: { ...anna, email: null } });
    await flushPromises();
    const { dialog, send } = controls();
    const address = dialog.querySelector<HTMLInputElement>('input[inputmode="email"]');
    if (address === null) throw new Error('there is no field for the address');
    await type(address, 'anna@');
    send.click();
    await flushPromises();
    expect(address.getAttribute('aria-invalid')).toBe('true');
    expect(asked.map(({ method }) => method)).not.toContain('user:put');
    await type(address, 'anna@network.example');
    send.click();
    await flushPromises();
    expect(asked.at(-1)).toMatchObject({ input: { email: 'anna@network.example' } });
  });

  it('keeps an address that was not touched, and sends none', async () => {
    const person = { ...anna, email: 'anna@network.example' };
    const { wrapper, asked } = await mounted(
      UserDialog,
      { person: null },
      { 'user:put': person, 'user:lastSignIn': lastSignIn },
    );
    await wrapper.setProps({ person });
    await flushPromises();
    const { send, field } = controls();
    await type(field, 'Анна Борисова');
    send.click();
    await flushPromises();
    // What was not changed is not sent, so that it is not judged anew either.
    expect(asked.at(-1)?.input).not.toHaveProperty('email');
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

describe('a representative whom nobody gave grants', () => {
  async function open() {
    const shown = await mounted(
      UserDialog,
      { person: null },
      { 'user:put': boris, 'user:lastSignIn': lastSignIn },
    );
    await shown.wrapper.setProps({ person: boris });
    await flushPromises();
    return { ...shown, ...controls() };
  }

  it('is renamed: an empty list of grants that nobody asked for is not sent', async () => {
    const { asked, send, field } = await open();
    await type(field, 'Борис Васильев');
    send.click();
    await flushPromises();
    expect(asked.at(-1)).toMatchObject({ input: { displayName: 'Борис Васильев' } });
    expect(asked.at(-1)?.input).not.toHaveProperty('grants');
  });

  it('has all of them in sight, and gets the narrower ones that are chosen', async () => {
    const { asked, dialog, send } = await open();
    const options = [...dialog.querySelectorAll<HTMLElement>('[role="radio"]')];
    const chosen = () => options.find((one) => one.getAttribute('aria-checked') === 'true');
    expect(chosen()?.textContent ?? chosen()?.parentElement?.textContent).toContain('всё');
    options[2]?.click();
    await flushPromises();
    expect(dialog.textContent).toContain('Все сеансы этого человека завершатся');
    send.click();
    await flushPromises();
    expect(asked.at(-1)).toMatchObject({ input: { grants: ['read'] } });
  });
});
