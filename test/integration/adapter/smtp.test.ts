import { createServer } from 'node:net';
import { afterEach, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { SmtpCarrier } from '#adapter/mail/smtp-carrier.ts';
import { emailSettings } from '#protocol/records/channel.ts';
import type { CarriedMessage } from '#service/message/carrier-ports.ts';
import { ownCertificate, type Certificate } from '#test/support/carriers/certificate.ts';
import {
  startMailServer,
  type MailServer,
  type MailServerOptions,
} from '#test/support/carriers/mail-server.ts';
import { startTalker } from '#test/support/carriers/talker.ts';

let certificate: Certificate | null;
let server: MailServer | null = null;
const carriers: SmtpCarrier[] = [];
const stops: (() => Promise<void>)[] = [];

beforeAll(() => {
  certificate = ownCertificate();
});
afterEach(async () => {
  await Promise.all(carriers.splice(0).map((carrier) => carrier.close()));
  await server?.stop();
  server = null;
  for (const stop of stops.splice(0)) await stop();
});

const letter: CarriedMessage = {
  messageId: '01939c2e-0000-7000-8000-00000000000a',
  recipient: 'anna@client.example',
  senderName: 'Степной ветер',
  text: {
    subject: 'Код для восстановления доступа',
    text: 'Код: 731904\n',
    html: '<p>Код: <b>731904</b></p>\n',
  },
  expiresAtMs: 0,
};

const TIMEOUTS = { connectMs: 2_000, greetingMs: 300, silenceMs: 300, wholeMs: 1_500 };

async function started(options: MailServerOptions): Promise<MailServer> {
  server = await startMailServer(options);
  return server;
}

function carrierTo(
  port: number,
  patch: object = {},
  secret: string | null = null,
  timeouts = TIMEOUTS,
): SmtpCarrier {
  const settings = emailSettings.parse({
    host: '127.0.0.1',
    port,
    security: 'none',
    user: null,
    fromAddress: 'cabinet@network.example',
    ...patch,
  });
  const carrier = new SmtpCarrier(settings, secret, timeouts);
  carriers.push(carrier);
  return carrier;
}

/** A server that answers whatever it is asked with one line after the other, and no last one. */
async function talkative(asked: () => void = () => undefined): Promise<number> {
  const { port, stop } = await startTalker((socket) => {
    socket.write('220 here\r\n');
    socket.once('data', () => {
      asked();
      const talking = setInterval(() => socket.write('250-and\r\n'), 20);
      socket.once('close', () => clearInterval(talking));
    });
  });
  stops.push(stop);
  return port;
}

function needed(ctx: TestContext): Certificate {
  if (certificate === null) ctx.skip(true, 'openssl is not on this machine');
  return certificate!;
}

describe('letters by SMTP', () => {
  for (const security of ['tls', 'starttls'] as const) {
    it(`arrive by ${security}, signed in, with both bodies`, async (ctx) => {
      const own = needed(ctx);
      const signedIn = { user: 'cabinet', password: 'p4ss-of-mail' };
      const secure = security === 'tls';
      const { port, letters } = await started({ certificate: own, secure, ...signedIn });
      const set = { security, user: 'cabinet', trustedCaPem: own.cert };
      const outcome = await carrierTo(port, set, 'p4ss-of-mail').send(letter);
      expect(outcome).toEqual({ kind: 'sent', providerId: null });
      const [arrived] = letters;
      expect(arrived).toMatchObject({
        encrypted: true,
        from: 'cabinet@network.example',
        recipients: ['anna@client.example'],
      });
      expect(arrived?.email).toMatchObject({
        subject: 'Код для восстановления доступа',
        from: { name: 'Степной ветер', address: 'cabinet@network.example' },
        text: 'Код: 731904\n',
        html: expect.stringContaining('<p>Код: <b>731904</b></p>'),
        messageId: '<01939c2e-0000-7000-8000-00000000000a@network.example>',
      });
    });
  }

  it('sent twice, it bears the same id', async () => {
    const { port, letters } = await started({});
    const carrier = carrierTo(port);
    await carrier.send(letter);
    await carrier.send(letter);
    expect(new Set(letters.map(({ email }) => email.messageId)).size).toBe(1);
    expect(letters).toHaveLength(2);
  });

  it('a server that nobody vouches for gets no letter', async (ctx) => {
    const { port, letters } = await started({ certificate: needed(ctx) });
    const outcome = await carrierTo(port, { security: 'starttls' }).send(letter);
    expect(outcome).toEqual({ kind: 'later', code: 'CHANNEL_TLS_FAILED' });
    expect(letters).toEqual([]);
  });

  it('a server without STARTTLS gets no letter in the clear', async () => {
    const { port, letters } = await started({});
    const outcome = await carrierTo(port, { security: 'starttls' }).send(letter);
    expect(outcome).toEqual({ kind: 'later', code: 'CHANNEL_TLS_FAILED' });
    expect(letters).toEqual([]);
  });

  it('a wrong password waits for the administrator', async () => {
    const { port } = await started({ user: 'cabinet', password: 'right' });
    const outcome = await carrierTo(port, { user: 'cabinet' }, 'wrong').send(letter);
    expect(outcome).toEqual({ kind: 'later', code: 'CHANNEL_AUTH_REFUSED' });
  });

  it('[P-03] a recipient that is refused for good has bounced', async () => {
    const refuse = () => ({ code: 550, text: 'no such mailbox' });
    const { port } = await started({ refuse });
    const outcome = await carrierTo(port).send(letter);
    expect(outcome).toEqual({ kind: 'bounced', code: 'RECIPIENT_REFUSED' });
  });

  it('a recipient that is refused for now is tried later', async () => {
    const { port } = await started({ refuse: () => ({ code: 450, text: 'greylisted' }) });
    expect(await carrierTo(port).send(letter)).toEqual({ kind: 'later', code: 'CHANNEL_DEFERRED' });
  });

  it('a letter that is refused for good has failed', async () => {
    const { port } = await started({ refuseLetter: () => ({ code: 554, text: 'spam' }) });
    expect(await carrierTo(port).send(letter)).toEqual({ kind: 'failed', code: 'CHANNEL_REFUSED' });
  });

  it('a server that falls silent is tried later', async () => {
    const { port } = await started({ silent: true });
    expect(await carrierTo(port).send(letter)).toEqual({ kind: 'later', code: 'CHANNEL_TIMEOUT' });
  });

  it('a server that never comes to the end of a word is tried later', async () => {
    const port = await talkative();
    expect(await carrierTo(port).send(letter)).toEqual({ kind: 'later', code: 'CHANNEL_TIMEOUT' });
  });

  it('what is under way is broken off by closing', async () => {
    const heard = Promise.withResolvers<void>();
    const port = await talkative(() => heard.resolve());
    const carrier = carrierTo(port, {}, null, { ...TIMEOUTS, wholeMs: 3_600_000 });
    const sending = carrier.send(letter);
    await heard.promise;
    await carrier.close();
    expect(await sending).toEqual({ kind: 'later', code: 'CHANNEL_UNREACHABLE' });
  });

  it('a port where nobody is, is tried later', async () => {
    const nobody = createServer().listen(0, '127.0.0.1');
    const address = await new Promise((resolve) =>
      nobody.once('listening', () => resolve(nobody.address())),
    );
    await new Promise((resolve) => nobody.close(resolve));
    const port = Number(Reflect.get(Object(address), 'port'));
    expect(await carrierTo(port).send(letter)).toEqual({
      kind: 'later',
      code: 'CHANNEL_UNREACHABLE',
    });
  });

  it('no text becomes a header or another recipient', async () => {
    const { port, letters } = await started({});
    const recipient = 'anna@client.example';
    const text = { ...letter.text, subject: 'Тема\r\nBcc: eve@evil.example' };
    await carrierTo(port).send({ ...letter, recipient, text });
    expect(letters[0]).toMatchObject({ recipients: [recipient] });
    expect(letters[0]?.email.bcc ?? []).toEqual([]);
  });
});

describe('the settings of letters', () => {
  const set = { host: 'mail.example', port: 25, user: null, fromAddress: 'a@network.example' };
  it.each([
    ['in the clear to another machine', { ...set, security: 'none' }, false],
    ['in the clear to this machine', { ...set, host: '127.0.0.1', security: 'none' }, true],
    ['a site without TLS', { ...set, security: 'tls', site: 'http://cabinet.example' }, false],
    ['a site with TLS', { ...set, security: 'tls', site: 'https://cabinet.example/' }, true],
    ['a host that is none', { ...set, security: 'tls', host: 'a b' }, false],
  ])('%s', (_title, settings, passes) => {
    expect(emailSettings.safeParse(settings).success).toBe(passes);
  });
});
