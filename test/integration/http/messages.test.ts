import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLAIM_MS } from '#domain/message/outgoing.ts';
import type { RouteInput } from '#protocol/routes.ts';
import type { NewMessage } from '#service/message/message-ports.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { startMailServer, type MailServer } from '#test/support/carriers/mail-server.ts';
import { startMessageCentre, type MessageCentre } from '#test/support/carriers/message-centre.ts';
import { startTalker } from '#test/support/carriers/talker.ts';

const TERM_MS = 24 * 3_600_000;
const MAIL_PASSWORD = 'p4ss-of-the-mail-server';

let network: SmallNetwork;
let session: { session: string };
let mail: MailServer | null = null;
let centre: MessageCentre | null = null;

beforeEach(async () => {
  network = await startSmallNetwork();
  session = { session: network.administrator };
});
afterEach(async () => {
  await network.backend.stop();
  await mail?.stop();
  await centre?.stop();
  mail = null;
  centre = null;
});

type Change = RouteInput<'channel.set'>['change'];

const setRaw = (change: Change, revision = 0) =>
  callRaw(network.url, 'channel.set', { commandId: uuid(), revision, change }, session);

const settingsOf = (port: number) => ({
  host: '127.0.0.1',
  port,
  security: 'none' as const,
  user: 'cabinet',
  fromAddress: 'cabinet@network.example',
  site: 'https://cabinet.example',
  trustedCaPem: null,
});

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

const gateway = {
  kind: 'http' as const,
  url: 'https://gateway.example/send',
  method: 'POST' as const,
  headers: [{ name: 'X-Key', value: '{{secret}}' }],
  bodyFormat: 'json' as const,
  body: '{"to":"{{to}}","text":"{{text}}"}',
  success: { statusFrom: 200, statusTo: 299, field: null, equals: null },
  idField: null,
  trustedCaPem: null,
};

const smppOf = (port: number) => ({
  kind: 'smpp' as const,
  host: '127.0.0.1',
  port,
  security: 'none' as const,
  systemId: 'network',
  systemType: '',
  sourceAddress: 'NETWORK',
  sourceTon: 5,
  sourceNpi: 0,
  longTexts: 'payload' as const,
  trustedCaPem: null,
});

async function setUpMail(): Promise<MailServer> {
  mail = await startMailServer({ user: 'cabinet', password: MAIL_PASSWORD });
  const change = { channel: 'email', settings: settingsOf(mail.port), secret: MAIL_PASSWORD };
  expect(outcomeOf(await setRaw(change as Change))).toBe('200');
  return mail;
}

/** A letter with a code, or a short message, as a use case wants it sent. */
async function asked(channel: 'email' | 'sms' = 'email'): Promise<string> {
  const { clock, service } = network.backend;
  const expiresAtMs = clock.nowMs() + TERM_MS;
  const message: NewMessage = {
    messageId: uuid(),
    channel,
    to: channel === 'email' ? 'anna@client.example' : '+77011234567',
    template: 'recovery-sms',
    params: { code: '731904', expiresAtMs },
    language: 'ru',
    expiresAtMs,
    programmeId: null,
    userId: null,
  };
  const change = { kind: 'message.add', message } as const;
  await service.stores.people.commit({ atMs: clock.nowMs(), audit: null, changes: [change] });
  return message.messageId;
}

const shown = (messageId: string) => call(network.url, 'message.get', { messageId }, session);
const rowOf = async (messageId: string) => (await shown(messageId)).message;
const sendDue = () => network.backend.service.sender.sendDue();
const act = async (what: 'retry' | 'cancel' | 'bounced', messageId: string): Promise<string> =>
  outcomeOf(
    await callRaw(network.url, `message.${what}`, { commandId: uuid(), messageId }, session),
  );
const trail = (event: string) =>
  network.backend.rows<{ subjectId: string; after: string | null; code: string | null }>(
    `SELECT subject_id AS "subjectId", after, code FROM audit_entry WHERE event = '${event}'`,
  );

describe('the outgoing box with nothing set up', () => {
  it('shows IT what would have been sent, and says in the trail that a code was shown', async () => {
    const messageId = await asked();
    expect(await sendDue()).toBe(0);
    const { message, words } = await shown(messageId);
    expect(message).toMatchObject({ state: 'queued', acts: ['retry', 'cancel'], tries: 0 });
    expect(words.text).toContain('731904');
    expect(words.whole).toBe(true);
    const shownOnce = { subjectId: messageId, after: '{"codeShown":true}', code: null };
    expect(await trail('message.show')).toEqual([shownOnce]);
    const { rows } = await call(network.url, 'message.list', { state: 'queued' }, session);
    expect(rows).toEqual([{ ...message, recipient: 'a•••@client.example' }]);
    expect(message.recipient).toBe('anna@client.example');
    expect(JSON.stringify(rows)).not.toContain('731904');
  });

  it('is searched by a contact whole, however it is typed', async () => {
    const [letter, sms] = [await asked(), await asked('sms')];
    const found = async (search: string) =>
      (await call(network.url, 'message.list', { search }, session)).rows.map(
        ({ messageId }) => messageId,
      );
    expect(await found('Anna@Client.Example')).toEqual([letter]);
    expect(await found('8 (701) 123-45-67')).toEqual([sms]);
    expect(await found('anna@')).toEqual([]);
  });

  it('counts the parts of a short message', async () => {
    const { words } = await shown(await asked('sms'));
    expect(words).toMatchObject({ subject: '', parts: 1 });
    expect(words.text).toBe('Код 731904 для смены пароля. Никому его не сообщайте.');
  });

  it('a message that nobody sends expires, and its code is gone', async () => {
    const messageId = await asked();
    network.backend.clock.pass(TERM_MS + 1);
    await sendDue();
    const kept = await network.backend.service.stores.messages.message(messageId);
    expect(kept).toMatchObject({ state: 'expired', secrets: null });
  });
});

describe('letters that are set up', () => {
  it('[N-10] leave by themselves; from then on the code is its reader’s alone', async () => {
    const { letters } = await setUpMail();
    const messageId = await asked();
    network.backend.clock.pass(1_500);
    expect(await sendDue()).toBe(1);
    expect(letters[0]?.recipients).toEqual(['anna@client.example']);
    expect(letters[0]?.email.text).toContain('731904');
    const { message, words } = await shown(messageId);
    expect(message).toMatchObject({
      state: 'sent',
      sentAtMs: network.backend.clock.nowMs(),
      acts: ['bounced'],
    });
    expect(words.text).not.toContain('731904');
    expect(words.whole).toBe(false);
    expect(await trail('message.show')).toMatchObject([{ after: '{"codeShown":false}' }]);
  });

  it('[R-10] while their server hangs a code to a phone goes all the same', async () => {
    const hanging = Promise.withResolvers<void>();
    const silent = await startTalker(() => hanging.resolve());
    const settings = { ...settingsOf(silent.port), user: null };
    await setRaw({ channel: 'email', settings, secret: null });
    centre = await startMessageCentre();
    await setRaw({ channel: 'sms', settings: smppOf(centre.port), secret: null });
    const { sender } = network.backend.service;
    const letter = await asked();
    const letters = sender.sendDue(['email']);
    await hanging.promise;
    const message = await asked('sms');
    expect(await sender.sendDue(['sms'])).toBe(1);
    expect((await rowOf(message)).state).toBe('sent');
    await sender.close();
    await letters;
    expect(await rowOf(letter)).toMatchObject({ state: 'queued', tries: 1 });
    await silent.stop();
  });

  it('one that waited in the box goes when they are set up', async () => {
    const messageId = await asked();
    await sendDue();
    const { letters } = await setUpMail();
    expect(await sendDue()).toBe(1);
    expect(letters).toHaveLength(1);
    expect((await rowOf(messageId)).state).toBe('sent');
  });

  it('the code of one that waits for its next try is not shown either', async () => {
    await setUpMail();
    await mail!.stop();
    const messageId = await asked();
    await sendDue();
    const { message, words } = await shown(messageId);
    expect(message).toMatchObject({ state: 'queued', error: 'CHANNEL_UNREACHABLE', tries: 1 });
    expect(message.nextTryAtMs).toBe(network.backend.clock.nowMs() + 5_000);
    expect(words.text).not.toContain('731904');
  });

  it('a letter of a sender that was killed is sent again under the same id', async () => {
    const { letters, port } = await setUpMail();
    const messageId = await asked();
    const { clock, service } = network.backend;
    const nowMs = clock.nowMs();
    const [claimed] = await service.stores.messages.claimDue({
      channels: ['email'],
      claim: 'of the killed one',
      nowMs,
      claimedUntilMs: nowMs + CLAIM_MS,
      limit: 1,
    });
    const text = { subject: 'Код', text: '731904', html: null };
    const carrier = service.post.carriers.email(settingsOf(port), MAIL_PASSWORD);
    await carrier.send({ ...claimed!, senderName: 'Сеть', text });
    await carrier.close();
    expect(await sendDue(), 'its claim is not over').toBe(0);
    clock.pass(CLAIM_MS);
    expect(await sendDue()).toBe(1);
    expect((await rowOf(messageId)).state).toBe('sent');
    expect(new Set(letters.map(({ email }) => email.messageId)).size).toBe(1);
    expect(letters).toHaveLength(2);
  });
});

describe('what IT does about a message', () => {
  it('cancels one that waits; nothing more can be done about it', async () => {
    const messageId = await asked();
    expect(await act('cancel', messageId)).toBe('200');
    expect((await rowOf(messageId)).acts).toEqual([]);
    for (const what of ['cancel', 'retry', 'bounced'] as const) {
      expect(await act(what, messageId)).toBe('409 MESSAGE_SETTLED');
    }
    const told = await trail('message.cancel');
    expect(told.map(({ code }) => code)).toEqual([null, 'MESSAGE_SETTLED']);
  });

  it('sends one again at once that waits for its next try', async () => {
    await setUpMail();
    await mail!.stop();
    const messageId = await asked();
    await sendDue();
    expect(await sendDue()).toBe(0);
    expect(await act('retry', messageId)).toBe('200');
    expect(await sendDue()).toBe(1);
  });

  it('[P-03] marks a letter that came back', async () => {
    await setUpMail();
    const messageId = await asked();
    await sendDue();
    expect(await act('bounced', messageId)).toBe('200');
    expect(await rowOf(messageId)).toMatchObject({ state: 'bounced', error: 'BOUNCE_REPORTED' });
  });

  it('of a message that is not there nothing is done', async () => {
    expect(await act('cancel', uuid())).toBe('404 MESSAGE_NOT_FOUND');
    const raw = await callRaw(network.url, 'message.get', { messageId: uuid() }, session);
    expect(outcomeOf(raw)).toBe('404 MESSAGE_NOT_FOUND');
  });
});

describe('channels', () => {
  it('their secret goes in and never comes out', async () => {
    await setUpMail();
    const set = await callRaw(network.url, 'channel.get', {}, session);
    expect(set.body).toMatchObject({
      email: { settings: { host: '127.0.0.1' }, hasSecret: true, revision: 1 },
      sms: null,
    });
    const [entry] = await trail('channel.set');
    expect(entry?.after).toContain('"secretGiven":true');
    const told = [JSON.stringify(set.body), entry?.after, network.backend.logText()];
    for (const text of told) expect(text).not.toContain(MAIL_PASSWORD);
  });

  it('their secret stays with its server: another one needs it anew', async () => {
    const { port } = await setUpMail();
    const fromAddress = 'other@network.example';
    const same = { channel: 'email', settings: { ...settingsOf(port), fromAddress } } as const;
    expect(outcomeOf(await setRaw(same, 1))).toBe('200');
    const ways = [{ port: port + 1 }, { user: 'other' }, { trustedCaPem: PEM }];
    for (const way of ways) {
      const moved = { channel: 'email', settings: { ...settingsOf(port), ...way } } as const;
      const refused = await setRaw(moved, 2);
      expect(refused.body).toMatchObject({ code: 'FIELD_REQUIRED', params: { field: 'secret' } });
    }
    const moved = { channel: 'email', settings: settingsOf(port + 1), secret: 'known' } as const;
    expect(outcomeOf(await setRaw(moved, 2))).toBe('200');
  });

  it('a mail server that asks for no name is changed to without a password, and keeps none', async () => {
    const settings = { ...settingsOf((await setUpMail()).port), user: null };
    expect(outcomeOf(await setRaw({ channel: 'email', settings }, 1))).toBe('200');
    const kept = await callRaw(network.url, 'channel.get', {}, session);
    expect(kept.body).toMatchObject({ email: { settings: { user: null }, hasSecret: false } });
  });

  it('the kept key of a gateway is not sent to the telephone of whoever changed the text', async () => {
    const set = { channel: 'sms', settings: gateway, secret: 'gateway-key' } as const;
    expect(outcomeOf(await setRaw(set))).toBe('200');
    const ways = [
      { body: '{"text":"{{secret}}"}' },
      { headers: [{ name: 'X-To', value: '{{secret}}' }] },
      { url: 'https://gateway.example/send?text={{secret}}' },
      { method: 'PUT' as const },
      { bodyFormat: 'text' as const },
      { trustedCaPem: PEM },
    ];
    for (const way of ways) {
      const settings = { ...gateway, ...way };
      expect((await setRaw({ channel: 'sms', settings }, 1)).body).toMatchObject({
        code: 'FIELD_REQUIRED',
        params: { field: 'secret' },
      });
    }
    const settings = { ...gateway, idField: 'result.id' };
    expect(outcomeOf(await setRaw({ channel: 'sms', settings }, 1))).toBe('200');
  });

  it('a key that somebody typed into a header is not in the trail for good', async () => {
    const settings = {
      ...gateway,
      url: 'https://gateway.example/send?key=key-in-query',
      headers: [{ name: 'X-Key', value: 'key-in-header' }],
      body: '{"key":"key-in-body"}',
      trustedCaPem: PEM,
    };
    await setRaw({ channel: 'sms', settings, secret: 'known' }, 7);
    expect(outcomeOf(await setRaw({ channel: 'sms', settings, secret: 'known' }))).toBe('200');
    expect(outcomeOf(await setRaw({ channel: 'sms', settings: null }, 1))).toBe('200');
    const entries = await trail('channel.set');
    expect(entries.map(({ code }) => code)).toEqual(['CHANNEL_CHANGED', null, null]);
    const told = JSON.stringify(entries);
    for (const text of ['key-in-', 'BEGIN CERTIFICATE']) expect(told).not.toContain(text);
    const of = (text: string) => network.backend.service.digests.sha256(text);
    for (const text of [settings.body, PEM]) expect(told).toContain(of(text));
    expect(told).toContain('X-Key');
  });

  it('two administrators do not undo each other unseen', async () => {
    const { port } = await setUpMail();
    const change = { channel: 'email', settings: settingsOf(port), secret: 'x' } as const;
    expect(outcomeOf(await setRaw(change, 0))).toBe('409 CHANNEL_CHANGED');
    expect(outcomeOf(await setRaw({ channel: 'email', settings: null }, 1))).toBe('200');
    expect(await call(network.url, 'channel.get', {}, session)).toMatchObject({ email: null });
  });

  it('are tried with a letter, and what the server says is told', async () => {
    const test = async () =>
      callRaw(
        network.url,
        'channel.test',
        { commandId: uuid(), channel: 'email', to: 'it@network.example', language: 'kk' },
        session,
      );
    expect(outcomeOf(await test())).toBe('422 CHANNEL_NOT_SET_UP');
    const { letters, port } = await setUpMail();
    expect((await test()).body).toEqual({ outcome: 'sent', code: null });
    expect(letters[0]?.email.subject).toContain('Жіберуді тексеру');
    const wrong = { channel: 'email', settings: settingsOf(port), secret: 'wrong' } as const;
    await setRaw(wrong, 1);
    expect((await test()).body).toEqual({ outcome: 'later', code: 'CHANNEL_AUTH_REFUSED' });
  });

  it('are nobody’s but the administrator’s', async () => {
    const manager = { session: network.manager };
    for (const routeId of ['channel.get', 'message.list'] as const) {
      expect(outcomeOf(await callRaw(network.url, routeId, {}, manager))).toBe('403 FORBIDDEN');
    }
  });
});

describe('short messages that are set up', () => {
  it('[R-10] leave by SMPP, and the receipt says that they arrived', async () => {
    centre = await startMessageCentre({ password: 'pass' });
    const settings = smppOf(centre.port);
    expect(outcomeOf(await setRaw({ channel: 'sms', settings, secret: 'pass' }))).toBe('200');
    const messageId = await asked('sms');
    expect(await sendDue()).toBe(1);
    expect((await rowOf(messageId)).state).toBe('sent');
    const receipt = { esm_class: 4, receipted_message_id: 'sm-1', message_state: 2 };
    expect(await centre.tell(receipt)).toBe(0);
    expect((await rowOf(messageId)).state).toBe('delivered');
  });
});
