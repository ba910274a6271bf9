import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { PROTOCOL_VERSION_MIN } from '#protocol/version.ts';
import { send } from '#test/support/backend/http-client.ts';
import { PASSWORD } from '#test/support/backend/small-network.ts';
import { startTestBackend, type TestBackend } from '#test/support/backend/test-backend.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { openKeptDesk, type KeptDesk } from '#test/support/versions/kept-desk.ts';
import { exchange, RECORDED, unpack } from '#test/support/versions/recorded.ts';

/**
 * What builds of protocol 1 left on disks and said on the wire, recorded from such a build
 * (test/fixtures/versions), against this one.
 */
const RECORDING = 'protocol-1';

const undated = exchange.omit({ atMs: true });
const conversation = z.strictObject({
  nowMs: z.int(),
  exchanges: z.array(undated),
  sales: z.array(z.record(z.string(), z.union([z.string(), z.number()]))),
});
const { nowMs, exchanges, sales } = conversation.parse(
  JSON.parse(readFileSync(join(RECORDED, RECORDING, 'conversation.json'), 'utf8')),
);

const said = (path: string): z.infer<typeof undated> => {
  const found = exchanges.find((one) => one.path === path);
  if (found === undefined) throw new Error(`nobody asked for ${path}`);
  return found;
};

let closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
});

async function startBackend(): Promise<TestBackend> {
  const folder = temporaryFolder();
  closing.push(folder.dispose);
  unpack(RECORDING, folder.path, ['network.db']);
  const from = { file: join(folder.path, 'network.db'), keyHex: null, nowMs };
  const backend = await startTestBackend({ from });
  closing.push(backend.stop);
  return backend;
}

async function startDesk(baseUrl: string): Promise<KeptDesk> {
  const kept = await openKeptDesk(RECORDING, { baseUrl, nowMs });
  closing.push(kept.dispose);
  return kept;
}

function salesOf({ store }: TestBackend): unknown {
  return store.db
    .prepare(
      `SELECT sale_id AS saleId, mode, state, volume_ml AS volumeMl, amount_minor AS amountMinor
       FROM sale ORDER BY sale_id`,
    )
    .all();
}

/** A backend of protocol 1, as far as it was recorded. */
async function startRecorded(): Promise<string> {
  const server: Server = createServer((request, response) => {
    const { status, answer } = exchanges.find(({ path }) => path === request.url) ?? {
      status: 404,
      answer: '{}',
    };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(answer);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

describe('databases of protocol 1', () => {
  it('are opened by this build, and what was sold and not told yet is told (I2, I4)', async () => {
    const backend = await startBackend();
    const { engine } = await startDesk(backend.url);
    const untold = engine.work();
    expect(untold.unsentCount).toBeGreaterThan(0);
    expect(untold.openFillCount).toBe(1);
    expect(await engine.syncOnce()).toMatchObject({ ok: true });
    expect(engine.syncState()).toMatchObject({ attention: [], queueLength: 0 });
    expect(salesOf(backend)).toEqual(sales);
  });
});

describe('a workstation of protocol 1', () => {
  it('hears from this backend, in words that it knows, that it is too old', async () => {
    const backend = await startBackend();
    const { answer: then, body, ...hello } = said('/v1/handshake');
    const now = await send(backend.url, { ...hello, ...(body === null ? {} : { body }) });
    expect(now.status).toBe(200);
    const known = JSON.parse(then) as object;
    const told = z.record(z.string(), z.unknown()).parse(now.body);
    // It takes no field that it does not know, and needs each that it does.
    expect(Object.keys(told).toSorted()).toEqual(Object.keys(known).toSorted());
    for (const [name, value] of Object.entries(told)) {
      expect(typeof value).toBe(typeof Reflect.get(known, name));
    }
    expect(told['protocolVersionMin']).toBe(PROTOCOL_VERSION_MIN);
    expect(PROTOCOL_VERSION_MIN).toBeGreaterThan(1);
  });

  it('whose lines arrive all the same is believed: they are signed, and true', async () => {
    const backend = await startBackend();
    const session = said('/v1/workstations/session');
    const opened = await send(backend.url, { ...session, body: session.body ?? '' });
    expect(opened.status).toBe(200);
    const token = String(Reflect.get(opened.body as object, 'accessToken'));
    const push = said('/v1/journal');
    const headers = { ...push.headers, authorization: `Bearer ${token}` };
    const pushed = await send(backend.url, { ...push, headers, body: push.body ?? '' });
    expect(pushed.status).toBe(200);
    expect(salesOf(backend)).toEqual(sales);
  });
});

describe('a backend of protocol 1', () => {
  it('is not enough for this workstation, which sells on from its leases and says why', async () => {
    const { engine, desk } = await startDesk(await startRecorded());
    const round = await engine.syncOnce();
    expect(round).toMatchObject({ code: 'BACKEND_UPGRADE_REQUIRED', params: { version: '0.1.0' } });
    expect(engine.syncState()).toMatchObject({
      link: 'refused',
      lastErrorCode: 'BACKEND_UPGRADE_REQUIRED',
    });
    const signed = await desk.call('session:signIn', { login: 'till', password: PASSWORD });
    expect(signed).toMatchObject({ ok: true, value: { mode: 'local' } });
    const sold = await desk.call('sale:authorize', {
      saleId: uuid(),
      cardId: 'card-1',
      productId: 'dt',
      pumpNumber: 5,
      ask: { by: 'volume', volumeMl: 3_000 },
      pin: null,
    });
    expect(sold).toMatchObject({ ok: true, value: { sale: { mode: 'offline', state: 'held' } } });
  });
});
