import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { ChannelSet } from '#protocol/records/channel.ts';
import ChannelsPanel from '#features/messages/channels/ChannelsPanel.vue';
import EmailDialog from '#features/messages/channels/EmailDialog.vue';
import SmsDialog from '#features/messages/channels/SmsDialog.vue';
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

const gateway = {
  kind: 'http',
  url: 'https://gateway.example/send',
  method: 'PUT',
  headers: [],
  bodyFormat: 'form',
  body: 'to={{to}}',
  success: { statusFrom: 200, statusTo: 299, field: null, equals: null },
  idField: null,
  trustedCaPem: null,
} as const;

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

  it('a kept password that would go otherwise is asked for anew at its field, and why', async () => {
    const refused = { code: 'FIELD_REQUIRED', params: { field: 'secret' } };
    const { send } = await open(EmailDialog, email, { 'channel:set': refused });
    await type('Имя пользователя', 'other');
    await send();
    expect(wrong()).toEqual(['Пароль']);
    const said = document.querySelector('[role="dialog"] .ui-field__error')?.textContent;
    expect(said).toContain('введите его заново');
  });

  it('a typed password that is refused is not said to be empty', async () => {
    const refused = { code: 'FIELD_INVALID', params: { field: 'change.secret' } };
    const { send } = await open(EmailDialog, email, { 'channel:set': refused });
    await type('Пароль', 'p'.repeat(1025));
    await send();
    expect(wrong()).toEqual(['Пароль']);
    const said = document.querySelector('[role="dialog"] .ui-field__error')?.textContent;
    expect(said).not.toContain('не заполнено');
    expect(said).not.toContain('введите его заново');
  });

  it('a kept certificate that cannot be read is said at its field, and is not «не выбран»', async () => {
    const settings = { ...email?.settings, trustedCaPem: 'torn' };
    const unread = { code: 'FIELD_INVALID', params: { field: 'trustedCaPem' } };
    await open(EmailDialog, { ...email, settings }, { 'certificate:read': unread });
    expect(document.querySelector('[role="dialog"] .ca')?.textContent).not.toContain('не выбран');
    expect(document.querySelector('[role="dialog"]')?.textContent).toContain('нет сертификата PEM');
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

  it('what the backend reads beside the usual stands behind «Дополнительно», and is kept', async () => {
    const { send, sent } = await open(EmailDialog, email);
    await type('Адрес сайта', 'https://cabinet.example/');
    await send();
    const settings = { host: 'mail.example', site: 'https://cabinet.example/', trustedCaPem: null };
    expect(sent()).toMatchObject([{ input: { revision: 3, change: { settings } } }]);
  });

  it('a wrong field behind «Дополнительно» is shown, and not only refused', async () => {
    const { send, sent } = await open(EmailDialog, email);
    await type('Адрес сайта', 'http://cabinet.example');
    await send();
    expect(wrong()).toEqual(['Адрес сайта для ссылок']);
    expect(document.querySelector<HTMLDetailsElement>('[role="dialog"] details')?.open).toBe(true);
    expect(sent()).toEqual([]);
  });

  it('a gateway is told by method, headers, body and by how its answer is read', async () => {
    const { send, sent } = await open(SmsDialog, { ...email, settings: gateway });
    await type('Заголовки', 'X-Key: {{secret}}\nX-From: fuel');
    await type('Принято: код ответа от', '202');
    await type('Поле ответа', 'result.code');
    await send();
    expect(sent()).toMatchObject([
      {
        input: {
          change: {
            settings: {
              ...gateway,
              headers: [
                { name: 'X-Key', value: '{{secret}}' },
                { name: 'X-From', value: 'fuel' },
              ],
              success: { statusFrom: 202, statusTo: 299, field: 'result.code', equals: null },
            },
          },
        },
      },
    ]);
  });

  it('a header without a name, and a status that is none, are said at their fields', async () => {
    const { send, sent } = await open(SmsDialog, { ...email, settings: gateway });
    await type('Заголовки', 'только значение');
    await type('до', '');
    await send();
    expect(wrong()).toEqual(['Заголовки', 'до']);
    expect(sent()).toEqual([]);
  });

  it('type and plan of a sender follow from it, until somebody says them', async () => {
    const { send, sent } = await open(SmsDialog, null);
    await type('Имя сервера', 'smpp.example');
    await type('System ID', 'network');
    await type('Отправитель', '2020');
    await type('TON отправителя', '3');
    await send();
    const settings = { sourceAddress: '2020', sourceTon: 3, sourceNpi: 1, longTexts: 'payload' };
    expect(sent()).toMatchObject([{ input: { change: { settings } } }]);
  });
});
