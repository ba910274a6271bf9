import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import bodyParser from '@koa/bodyparser';
import Koa, { type Context } from 'koa';
import { afterEach, describe, expect, it } from 'vitest';
import { GatewayCarrier } from '#adapter/sms/gateway-carrier.ts';
import { smsSettings, type GatewaySettings } from '#protocol/records/channel.ts';
import type { CarriedMessage } from '#service/message/carrier-ports.ts';

interface Came {
  readonly url: string;
  readonly headers: Context['headers'];
  readonly body: unknown;
}

const stops: (() => Promise<void>)[] = [];
let came: Came[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  came = [];
});

/** A real gateway on a free port of this machine. */
async function started(answer: (ctx: Context) => void | Promise<void>): Promise<string> {
  const app = new Koa();
  app.use(bodyParser({ enableTypes: ['json', 'form', 'text'] }));
  app.use(async (ctx) => {
    came.push({ url: ctx.url, headers: ctx.headers, body: ctx.request.body });
    await answer(ctx);
  });
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  // Listening on TCP, not on a path.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const TEXT = 'Код "4821" & 100 %\nникому';
const message: CarriedMessage = {
  messageId: '01939c2e-0000-7000-8000-00000000000a',
  recipient: '+77011234567',
  senderName: '',
  text: { subject: '', text: TEXT, html: null },
  expiresAtMs: 0,
};

const settings = (url: string, patch: Partial<GatewaySettings> = {}): GatewaySettings => ({
  kind: 'http',
  url: `${url}/messages?ref={{reference}}`,
  method: 'POST',
  headers: [{ name: 'Authorization', value: 'Bearer {{secret}}' }],
  bodyFormat: 'json',
  body: '{"to":"{{to}}","text":"{{text}}"}',
  success: { statusFrom: 200, statusTo: 299, field: 'result.status', equals: 'ok' },
  idField: 'result.id',
  trustedCaPem: null,
  ...patch,
});

const taken = (ctx: Context): void => {
  ctx.body = { result: { status: 'ok', id: 77 } };
};

const send = (set: GatewaySettings, timeoutMs = 5_000) =>
  new GatewayCarrier(set, 'k3y', { timeoutMs }).send(message);

describe('short messages by an HTTP gateway', () => {
  it('arrive as JSON with the key, the number and the same reference on every try', async () => {
    const url = await started(taken);
    expect(await send(settings(url))).toEqual({ kind: 'sent', providerId: '77' });
    await send(settings(url));
    expect(came.map((one) => one.url)).toEqual(
      Array.from({ length: 2 }, () => `/messages?ref=${message.messageId}`),
    );
    expect(came[0]?.headers).toMatchObject({ authorization: 'Bearer k3y' });
    expect(came[0]?.body).toEqual({ to: '+77011234567', text: TEXT });
  });

  it('arrive as a form', async () => {
    const url = await started(taken);
    const form = { bodyFormat: 'form', body: 'phone={{to}}&message={{text}}' } as const;
    await send(settings(url, form));
    expect(came[0]?.body).toEqual({ phone: '+77011234567', message: TEXT });
  });

  it('arrive in the address alone', async () => {
    const url = await started(taken);
    await send(
      settings(url, { method: 'GET', url: `${url}/send?to={{to}}&text={{text}}`, body: '' }),
    );
    const query = new URL(came[0]!.url, url).searchParams;
    expect(Object.fromEntries(query)).toEqual({ to: '+77011234567', text: TEXT });
  });

  it.each([
    [500, '', { kind: 'later', code: 'CHANNEL_DEFERRED' }],
    [429, '', { kind: 'later', code: 'CHANNEL_DEFERRED' }],
    [401, '', { kind: 'later', code: 'CHANNEL_AUTH_REFUSED' }],
    [400, '', { kind: 'failed', code: 'CHANNEL_REFUSED' }],
    [302, '', { kind: 'failed', code: 'CHANNEL_REFUSED' }],
    [200, '{"result":{"status":"no money"}}', { kind: 'failed', code: 'CHANNEL_REFUSED' }],
    [200, 'no JSON', { kind: 'failed', code: 'CHANNEL_REFUSED' }],
  ])('an answer of %i and «%s»', async (status, body, outcome) => {
    const url = await started((ctx) => {
      ctx.status = status;
      ctx.set('location', '/elsewhere');
      ctx.body = body;
    });
    expect(await send(settings(url))).toEqual(outcome);
    expect(came, 'nothing is followed').toHaveLength(1);
  });

  it('where no field is named the status says it', async () => {
    const url = await started((ctx) => {
      ctx.body = 'queued';
    });
    const success = { statusFrom: 200, statusTo: 200, field: null, equals: null };
    expect(await send(settings(url, { success, idField: null }))).toEqual({
      kind: 'sent',
      providerId: null,
    });
  });

  it('one that falls silent is tried later', async () => {
    const url = await started(() => new Promise(() => undefined));
    expect(await send(settings(url), 200)).toEqual({ kind: 'later', code: 'CHANNEL_TIMEOUT' });
  });

  it('one that never comes to the end of its answer is tried later', async () => {
    const url = await started((ctx) => {
      const { res } = ctx;
      ctx.respond = false;
      const talking = setInterval(() => res.write(' '), 20);
      res.once('close', () => clearInterval(talking));
    });
    expect(await send(settings(url), 300)).toEqual({ kind: 'later', code: 'CHANNEL_TIMEOUT' });
  });

  it('one that says more than anybody reads has not to take the message again and again', async () => {
    const url = await started((ctx) => {
      ctx.body = 'x'.repeat(1_000_000);
    });
    expect(await send(settings(url))).toEqual({ kind: 'failed', code: 'CHANNEL_REFUSED' });
  });

  it('what is under way is broken off by closing', async () => {
    const asked = Promise.withResolvers<void>();
    const url = await started(() => {
      asked.resolve();
      return new Promise(() => undefined);
    });
    const carrier = new GatewayCarrier(settings(url), 'k3y', { timeoutMs: 3_600_000 });
    const sending = carrier.send(message);
    await asked.promise;
    await carrier.close();
    expect(await sending).toEqual({ kind: 'later', code: 'CHANNEL_UNREACHABLE' });
  });

  it('one that is not there is tried later', async () => {
    const url = await started(taken);
    await stops.pop()!();
    expect(await send(settings(url))).toEqual({ kind: 'later', code: 'CHANNEL_UNREACHABLE' });
  });
});

describe('the settings of a gateway', () => {
  it.each([
    ['https', 'https://sms.example/send', true],
    ['http of this machine', 'http://127.0.0.1:8080/send', true],
    ['http of another machine', 'http://sms.example/send', false],
    ['a host that looks like this machine', 'http://127.0.0.1.evil.example/', false],
    ['a host from a placeholder', 'https://{{to}}/send', false],
    ['a name before the host', 'https://user@sms.example/', false],
  ])('%s', (_title, url, passes) => {
    const set = { ...settings('http://127.0.0.1'), url };
    expect(smsSettings.safeParse(set).success).toBe(passes);
  });
});
