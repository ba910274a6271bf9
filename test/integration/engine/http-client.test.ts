import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { makeAxios, makeHttpClient, type HttpOptions } from '#engine/sync/http-client.ts';
import { retryPauseMs } from '#engine/sync/runner.ts';
import { silentLog } from '#test/support/engine/engine-bench.ts';
import fc from 'fast-check';

const servers: Server[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function serve(listener: Listener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`;
}

function client(patch: Partial<HttpOptions> & { baseUrl: string }) {
  const options = { proxyUrl: null, caPem: null, appVersion: '0.1.0', ...patch };
  return makeHttpClient(makeAxios(options), silentLog);
}

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

describe('a kept connection', () => {
  it('that the backend has closed meanwhile is no broken link', async () => {
    const seen = new Set<unknown>();
    const baseUrl = await serve((request, response) => {
      // What a desk meets that was busy for longer than the backend keeps connections.
      if (seen.has(request.socket)) request.socket.resetAndDestroy();
      seen.add(request.socket);
      json(response, 200, { status: 'ok' });
    });
    const desk = client({ baseUrl });
    expect((await desk.call('health.get', {}, {})).ok).toBe(true);
    expect((await desk.call('health.get', {}, {})).ok).toBe(true);
    expect(seen.size).toBe(2);
  });

  it('is not asked twice when a new one is closed too', async () => {
    let asked = 0;
    const baseUrl = await serve((request) => {
      asked += 1;
      request.socket.resetAndDestroy();
    });
    const answer = await client({ baseUrl }).call('health.get', {}, {});
    expect(answer).toMatchObject({ code: 'LINK_DOWN', params: { reason: 'ECONNRESET' } });
    expect(asked).toBe(1);
  });
});

describe('answers', () => {
  it('a refusal of the backend comes back as it is', async () => {
    const problem = {
      type: 'about:blank',
      title: 'x',
      status: 409,
      code: 'PUMP_BUSY',
      params: {},
      traceId: 't',
    };
    const baseUrl = await serve((_request, response) => json(response, 409, problem));
    const answer = await client({ baseUrl }).call('health.get', {}, {});
    expect(answer).toEqual({ ok: false, code: 'PUMP_BUSY', params: { traceId: 't' } });
  });

  it('an answer of another form is not believed', async () => {
    const baseUrl = await serve((_request, response) =>
      json(response, 200, { status: 1, more: 1 }),
    );
    expect(await client({ baseUrl }).call('health.get', {}, {})).toMatchObject({
      ok: false,
      code: 'INTERNAL',
    });
  });

  it.each([502, 503, 504])(
    'a gateway that answers %s for the backend is no answer',
    async (status) => {
      const baseUrl = await serve((_request, response) => response.writeHead(status).end('<html>'));
      expect(await client({ baseUrl }).call('health.get', {}, {})).toMatchObject({
        code: 'LINK_DOWN',
      });
    },
  );

  it('nobody there, or a connection that breaks, is no answer', async () => {
    const closed = await client({ baseUrl: 'http://127.0.0.1:1' }).call('health.get', {}, {});
    expect(closed).toMatchObject({ ok: false, code: 'LINK_DOWN' });
    const baseUrl = await serve((request) => request.socket.destroy());
    expect(await client({ baseUrl }).call('health.get', {}, {})).toMatchObject({
      code: 'LINK_DOWN',
    });
  });

  it('a redirect is not followed: tokens would go with it', async () => {
    let elsewhere = 0;
    const target = await serve((_request, response) => {
      elsewhere += 1;
      json(response, 200, { status: 'ok' });
    });
    const baseUrl = await serve((_request, response) =>
      response.writeHead(302, { location: target }).end(),
    );
    const answer = await client({ baseUrl }).call('health.get', {}, { bearer: 'secret' });
    expect(answer.ok).toBe(false);
    expect(elsewhere).toBe(0);
  });
});

describe('requests', () => {
  it('carry tokens and the command id in headers, path fields in the path, nothing else in the URL', async () => {
    const seen: IncomingMessage[] = [];
    const baseUrl = await serve((request, response) => {
      seen.push(request);
      json(response, 404, {});
    });
    const http = client({ baseUrl });
    const commandId = uuid();
    await http.call('card.unblock', { commandId, cardId: 'c/1' }, { bearer: 'b', session: 's' });
    await http.call('card.get', { cardId: 'c/1' }, { session: 's' });
    expect(seen[0]?.headers).toMatchObject({
      authorization: 'Bearer b',
      'forecourt-session': 's',
      'idempotency-key': commandId,
    });
    expect(seen[0]?.url).toBe('/v1/cards/unblock');
    expect(seen[1]?.url).toBe('/v1/cards/c%2F1');
    expect(seen[1]?.headers['idempotency-key']).toBeUndefined();
  });

  it('go through the proxy of the machine-wide file, with its name and password', async () => {
    const seen: IncomingMessage[] = [];
    const proxy = await serve((request, response) => {
      seen.push(request);
      json(response, 200, { status: 'ok' });
    });
    const proxyUrl = proxy.replace('http://', 'http://desk:p%40ss@');
    const answer = await client({ baseUrl: 'http://backend.example', proxyUrl }).call(
      'health.get',
      {},
      {},
    );
    expect(answer.ok).toBe(true);
    expect(seen[0]?.url).toBe('http://backend.example/v1/health');
    const basic = Buffer.from('desk:p@ss').toString('base64');
    expect(seen[0]?.headers['proxy-authorization']).toBe(`Basic ${basic}`);
  });

  it("trust the company's own CA, and nobody else's", async (ctx) => {
    const folder = mkdtempSync(join(tmpdir(), 'forecourt-ca-'));
    folders.push(folder);
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    try {
      const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
      const made = [
        'req',
        '-x509',
        '-newkey',
        'ed25519',
        '-nodes',
        '-days',
        '2',
        '-keyout',
        key,
        '-out',
        cert,
      ];
      execFileSync('openssl', [...made, ...subject], { stdio: 'ignore' });
    } catch {
      ctx.skip(true, 'openssl is not on this machine');
    }
    const caPem = readFileSync(cert, 'utf8');
    const tls = createTlsServer({ key: readFileSync(key), cert: caPem }, (_request, response) =>
      json(response, 200, { status: 'ok' }),
    );
    const baseUrl = `https://127.0.0.1:${await listen(tls)}`;
    expect((await client({ baseUrl, caPem }).call('health.get', {}, {})).ok).toBe(true);
    expect(await client({ baseUrl }).call('health.get', {}, {})).toMatchObject({
      code: 'LINK_DOWN',
    });
  });
});

it('pauses between tries double up to half a minute, and are never shorter than half of that', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (n, r) => {
        const wholeMs = Math.min(30_000, 1_000 * 2 ** Math.min(n - 1, 20));
        const pauseMs = retryPauseMs(n, r, null);
        expect(pauseMs).toBeGreaterThanOrEqual(wholeMs / 2);
        expect(pauseMs).toBeLessThanOrEqual(wholeMs);
      },
    ),
  );
});

it('a pause that was told is kept, and at most as much again', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.integer({ min: 0, max: 60_000 }),
      (n, r, toldMs) => {
        const pauseMs = retryPauseMs(n, r, toldMs);
        expect(pauseMs).toBeGreaterThanOrEqual(toldMs);
        expect(pauseMs).toBeLessThanOrEqual(2 * toldMs);
      },
    ),
  );
});
