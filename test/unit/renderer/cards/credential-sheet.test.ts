import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import CredentialSheetDialog from '#features/cards/contract/access/CredentialSheetDialog.vue';
import { programmes, sheet } from '#test/support/screens/clients/client-samples.ts';
import { mounted, press } from '../bridge/mounted.ts';

/** The dialog with a sheet in it; `shown` is what the screen still holds. */
async function open(printed: boolean) {
  const { wrapper, asked } = await mounted(
    CredentialSheetDialog,
    { sheet: null },
    { 'programme:public': programmes, 'print:view': { printed } },
  );
  await wrapper.setProps({ sheet });
  await flushPromises();
  const held = () => wrapper.emitted('update:sheet')?.at(-1)?.[0];
  return { asked, held };
}

const dialogs = () => [...document.querySelectorAll<HTMLElement>('[role="dialog"]')];
const password = sheet.temporaryPassword ?? '';

describe('[N-06] the sheet of an account', () => {
  it('shows login and password, and prints them', async () => {
    const { asked } = await open(true);
    expect(dialogs()[0]?.textContent).toContain(sheet.login);
    expect(dialogs()[0]?.textContent).toContain(password);
    expect(document.querySelector('.print-sheet')?.textContent).toContain(password);
    await press('F7');
    expect(asked.at(-1)).toMatchObject({ method: 'print:view', input: { to: 'printer' } });
  });

  it('is forgotten when it is closed after printing', async () => {
    const { held } = await open(true);
    await press('F7');
    await press('Escape');
    expect(held()).toBeNull();
  });

  it('asks before it is closed unprinted, also where the printer was given up', async () => {
    const { held } = await open(false);
    await press('F7');
    await press('Escape');
    expect(held()).toBeUndefined();
    expect(dialogs().at(-1)?.textContent).toContain('не напечатан');
    await press('Enter', true);
    expect(held()).toBeNull();
  });

  it('names neither its login nor its password in what is asked of anybody', async () => {
    const { asked } = await open(true);
    await press('F7');
    expect(JSON.stringify(asked)).not.toContain(password);
    expect(JSON.stringify(asked)).not.toContain(sheet.login);
  });
});
