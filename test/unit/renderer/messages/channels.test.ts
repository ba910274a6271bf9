import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { ChannelSet } from '#protocol/records/channel.ts';
import ChannelsPanel from '#features/messages/ChannelsPanel.vue';
import EmailDialog from '#features/messages/EmailDialog.vue';
import SmsDialog from '#features/messages/SmsDialog.vue';
import { mounted, press } from '../bridge/mounted.ts';

const email: ChannelSet['email'] = {
  settings: {
    host: 'mail.example',
    port: 587,
    security: 'starttls',
    user: null,
    fromAddress: 'cards@network.example',
    site: null,
    trustedCaPem: null,
  },
  hasSecret: true,
  revision: 3,
  changedAtMs: 1,
};

async function open(
  part: typeof EmailDialog | typeof SmsDialog,
  kept: object | null,
  refusals = {},
) {
  const shown = await mounted(part, { kept, open: false }, {}, refusals);
  await shown.wrapper.setProps({ open: true });
  await flushPromises();
  const send = () => press('Enter', true);
  const sent = () => shown.asked.filter(({ method }) => method === 'channel:set');
  return { send, sent };
}

const labelled = (text: string): HTMLInputElement => {
  const labels = [...document.querySelectorAll<HTMLLabelElement>('[role="dialog"] label')];
  const label = labels.find(({ textContent }) => textContent.startsWith(text));
  const field = document.querySelector<HTMLInputElement>(`[id="${label?.htmlFor}"]`);
  if (field === null) throw new Error(`there is no field «${text}»`);
  return field;
};

async function type(text: string, value: string): Promise<void> {
  const field = labelled(text);
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await flushPromises();
}

const wrong = (): readonly string[] =>
  [...document.querySelectorAll('[role="dialog"] .ui-field')]
    .filter((field) => field.querySelector('[aria-invalid="true"]') !== null)
    .map(
      (field) => field.querySelector('.ui-field__label')?.textContent.replace(/\s*\*$/u, '') ?? '',
    );

describe('[G9] how messages leave', () => {
  it('an empty mail server and the port 0 are said at their fields, and not sent', async () => {
    const { send, sent } = await open(EmailDialog, null);
    await type('Порт', '0');
    await send();
    expect(wrong()).toEqual(['Имя сервера', 'Порт', 'Отправитель']);
    expect(sent()).toEqual([]);
  });

  it('letters to another machine without encryption are said at the encryption', async () => {
    const settings = { ...email?.settings, security: 'none' };
    const { send, sent } = await open(EmailDialog, { ...email, settings });
    await send();
    expect(wrong()).toEqual(['Шифрование']);
    expect(sent()).toEqual([]);
  });

  it('what the backend refuses is said at its field', async () => {
    const params = { field: 'change.settings.fromAddress' };
    const refused = { 'channel:set': { code: 'FIELD_INVALID', params } };
    const { send } = await open(EmailDialog, email, refused);
    await send();
    expect(wrong()).toEqual(['Отправитель']);
  });

  it('an SMPP centre asks for its own fields, and for none of a gateway', async () => {
    const { send, sent } = await open(SmsDialog, null);
    await send();
    expect(wrong()).toEqual(['Имя сервера', 'System ID', 'Отправитель']);
    await type('Имя сервера', 'smpp.example');
    await type('System ID', 'network');
    await type('Отправитель', 'FUEL');
    await send();
    expect(sent()).toMatchObject([
      { input: { revision: 0, change: { settings: { kind: 'smpp', host: 'smpp.example' } } } },
    ]);
  });

  it('a channel is turned off only after a question, and its messages stay', async () => {
    const { wrapper, asked } = await mounted(
      ChannelsPanel,
      {},
      { 'channel:get': { email, sms: null, asOfMs: 1 } },
    );
    const off = wrapper.findAll('button').find((one) => one.text().includes('Выключить'));
    await off?.trigger('click');
    await flushPromises();
    expect(document.querySelector('[role="dialog"]')?.textContent).toContain('«Исходящих»');
    await press('Enter', true);
    expect(asked.find(({ method }) => method === 'channel:set')?.input).toMatchObject({
      revision: 3,
      change: { channel: 'email', settings: null },
    });
  });
});
