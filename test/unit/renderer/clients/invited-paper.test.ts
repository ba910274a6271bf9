import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { useSession } from '#bridge/state/session-state.ts';
import InvitePersonDialog from '#features/clients/person/InvitePersonDialog.vue';
import {
  contracts,
  invitations,
  programmes,
} from '#test/support/screens/clients/client-samples.ts';
import { sessionOf } from '#test/support/screens/samples.ts';
import { mounted } from '../bridge/mounted.ts';

const [signed] = contracts.filter(({ state }) => state === 'signed');
const [door] = programmes.programmes;
if (signed === undefined || door === undefined) throw new Error('no sample');
const byPaper = { ...door, programmeId: 'by-paper', birth: 'by-application' as const };
const contract = { ...signed, programmeId: byPaper.programmeId };

async function open(role: 'client-manager' | 'representative') {
  const { wrapper, asked } = await mounted(
    InvitePersonDialog,
    { open: false, contracts: [contract] },
    {
      'programme:public': { ...programmes, programmes: [byPaper] },
      'session:state': sessionOf(role),
      'clientUser:invite': invitations.rows[0],
    },
  );
  await useSession().load();
  await wrapper.setProps({ open: true });
  await flushPromises();
  const fields = () =>
    [...document.querySelectorAll<HTMLInputElement>('[role="dialog"] form input')].filter(
      (one) => one.getAttribute('aria-hidden') !== 'true',
    );
  return { asked, fields };
}

const send = async (): Promise<void> => {
  [...document.querySelectorAll<HTMLElement>('[role="dialog"] button')].at(-1)?.click();
  await flushPromises();
};

async function type(field: HTMLInputElement | undefined, text: string): Promise<void> {
  if (!field) throw new Error('there is no such field');
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await flushPromises();
}

describe('[V-02] whoever is invited where nobody acts without a paper', () => {
  it('has it entered by staff, and the letter waits until it is whole', async () => {
    const { asked, fields } = await open('client-manager');
    const words = document.querySelector('[role="dialog"]')?.textContent;
    expect(words).toContain('действует по документу');
    await type(fields()[0], 'Петрова Анна');
    await type(fields()[1], 'third@client.example');
    await send();
    expect(asked.map(({ method }) => method)).not.toContain('clientUser:invite');
    const faults = document.querySelectorAll('[role="dialog"] [aria-invalid="true"]');
    expect(faults.length).toBeGreaterThan(0);
  });

  it('is asked for none by the client’s owner', async () => {
    const { asked, fields } = await open('representative');
    await type(fields()[0], 'Петрова Анна');
    await type(fields()[1], 'third@client.example');
    await send();
    const invited = asked.find(({ method }) => method === 'clientUser:invite');
    expect(invited).toMatchObject({ input: { email: 'third@client.example' } });
    expect(invited?.input).not.toHaveProperty('authority');
  });
});
