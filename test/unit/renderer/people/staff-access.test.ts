import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import NewUserDialog from '#features/people/access/NewUserDialog.vue';
import ResetPasswordDialog from '#features/people/access/ResetPasswordDialog.vue';
import StaffAccessDialog from '#features/people/access/StaffAccessDialog.vue';
import StaffRulesDialog from '#features/people/access/StaffRulesDialog.vue';
import { mayReset } from '#features/people/user-standing.ts';
import { drawnAccess } from '#test/support/screens/people-samples.ts';
import { mounted, press } from '../bridge/mounted.ts';

const { userId, login, displayName } = drawnAccess;
const person = { userId, login, displayName, role: 'operator', active: true } as const;
const password = drawnAccess.temporaryPassword ?? '';

const dialogs = () => [...document.querySelectorAll<HTMLElement>('[role="dialog"]')];
const sendButton = () => [...(dialogs()[0]?.querySelectorAll('button') ?? [])].at(-1);

async function type(field: HTMLInputElement | null | undefined, text: string): Promise<void> {
  if (!field) throw new Error('there is no such field');
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await flushPromises();
}

async function send(): Promise<void> {
  sendButton()?.click();
  await flushPromises();
}

describe('[N-06] whoever is added to the network', () => {
  async function open(answer: object) {
    const shown = await mounted(NewUserDialog, { open: false }, { 'user:create': answer });
    await shown.wrapper.setProps({ open: true });
    await flushPromises();
    const [name, typedLogin, email] = [
      ...document.querySelectorAll<HTMLInputElement>('[role="dialog"] form input'),
    ].filter((one) => one.getAttribute('aria-hidden') !== 'true');
    return { ...shown, name, typedLogin, email };
  }
  const made = { ...person, ...drawnAccess };

  it('is asked for no password, and his drawn one goes on to be shown', async () => {
    const { wrapper, asked, name, typedLogin } = await open(made);
    expect(document.querySelector('input[type="password"]')).toBeNull();
    await type(name, displayName);
    await type(typedLogin, login);
    await send();
    expect(asked.at(-1)).toMatchObject({ method: 'user:create', input: { login, displayName } });
    expect(asked.at(-1)?.input).not.toHaveProperty('password');
    expect(asked.at(-1)?.input).not.toHaveProperty('email');
    expect(wrapper.emitted('made')).toEqual([[drawnAccess]]);
  });

  it('may have an address for letters, and a wrong one is shown at its field', async () => {
    const { asked, name, typedLogin, email } = await open(made);
    await type(name, displayName);
    await type(typedLogin, login);
    await type(email, 'anna@');
    await send();
    expect(email?.getAttribute('aria-invalid')).toBe('true');
    expect(asked.map(({ method }) => method)).not.toContain('user:create');
    await type(email, 'anna@network.example');
    await send();
    expect(asked.at(-1)).toMatchObject({ input: { email: 'anna@network.example' } });
  });
});

describe('[O-10] a password that is drawn anew', () => {
  it('is asked for with grounds alone', async () => {
    const { wrapper, asked } = await mounted(
      ResetPasswordDialog,
      { person: null },
      { 'user:resetPassword': drawnAccess },
    );
    await wrapper.setProps({ person });
    await flushPromises();
    await send();
    expect(asked.map(({ method }) => method)).not.toContain('user:resetPassword');
    await type(document.querySelector<HTMLInputElement>('[role="dialog"] input'), ' Пароль забыт ');
    await send();
    expect(asked.at(-1)).toMatchObject({ input: { userId, reason: 'Пароль забыт' } });
    expect(wrapper.emitted('made')).toEqual([[drawnAccess]]);
  });

  it('is for the network’s own people who may come in, and not for oneself', () => {
    expect(mayReset(person, 'u-administrator')).toBe(true);
    expect(mayReset(person, userId)).toBe(false);
    expect(mayReset({ ...person, active: false }, null)).toBe(false);
    expect(mayReset({ ...person, state: 'erased' }, null)).toBe(false);
    expect(mayReset({ ...person, programmeId: 'octave' }, null)).toBe(false);
  });

  it('is shown and printed with its term, and asked after before it is closed unprinted', async () => {
    const { wrapper, asked } = await mounted(
      StaffAccessDialog,
      { access: null },
      { 'print:view': { printed: true } },
    );
    await wrapper.setProps({ access: drawnAccess });
    await flushPromises();
    expect(dialogs()[0]?.textContent).toContain(password);
    expect(dialogs()[0]?.textContent).toContain('Действует до');
    expect(document.querySelector('.print-sheet')?.textContent).toContain(password);
    await press('Escape');
    expect(wrapper.emitted('update:access')).toBeUndefined();
    expect(dialogs().at(-1)?.textContent).toContain('не напечатан');
    await press('Escape');
    await press('F7');
    expect(asked.at(-1)).toMatchObject({ method: 'print:view', input: { to: 'printer' } });
    expect(JSON.stringify(asked)).not.toContain(password);
    await press('Escape');
    expect(wrapper.emitted('update:access')?.at(-1)).toEqual([null]);
  });

  it('that was said before is not shown again: another one is asked for', async () => {
    const { wrapper } = await mounted(StaffAccessDialog, { access: null }, {});
    await wrapper.setProps({ access: { ...drawnAccess, temporaryPassword: null } });
    await flushPromises();
    expect(dialogs()[0]?.textContent).toContain('выдайте новый');
    expect(dialogs()[0]?.textContent).not.toContain('Временный пароль');
    await press('Escape');
    expect(wrapper.emitted('update:access')?.at(-1)).toEqual([null]);
  });
});

describe('[N-03] how long staff unlock without a link', () => {
  async function open(offlineDays: number) {
    const { wrapper, asked } = await mounted(
      StaffRulesDialog,
      { open: false },
      { 'staffRules:get': { offlineDays, asOfMs: 0 }, 'staffRules:put': { done: true } },
    );
    await wrapper.setProps({ open: true });
    await flushPromises();
    return asked;
  }

  it('is one of the usual ones or what stands there, and is sent with what was seen', async () => {
    const asked = await open(5);
    const days = [...document.querySelectorAll<HTMLElement>('[role="dialog"] [role="radio"]')];
    const checked = () => days.findIndex((one) => one.getAttribute('aria-checked') === 'true');
    expect(days.map(({ textContent }) => textContent.trim())).toEqual([
      '1',
      '3',
      '5',
      '7',
      '14',
      '30',
    ]);
    expect(checked()).toBe(2);
    expect(sendButton()?.disabled).toBe(true);
    days[1]?.click();
    await flushPromises();
    expect(checked()).toBe(1);
    await send();
    const put = asked.find(({ method }) => method === 'staffRules:put');
    expect(put).toMatchObject({ input: { offlineDays: 3, seenDays: 5 } });
  });
});
