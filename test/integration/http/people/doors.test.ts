import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createParser } from 'eventsource-parser';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveEvent, type LiveEvent } from '#protocol/feed.ts';
import { DEFAULT_RATE_LIMITS } from '#http/rate-limits.ts';
import type { RouteId } from '#protocol/routes.ts';
import { DEFAULT_GUESS_LIMITS } from '#service/access/guess-limits.ts';
import {
  authHeaders,
  call,
  callRaw,
  outcomeOf,
  routeRequest,
  send,
} from '#test/support/backend/http-client.ts';
import {
  PASSWORD,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { TestWorkstation } from '#test/support/backend/test-workstation.ts';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork({ heartbeatMs: 20 });
});
afterAll(() => network.backend.stop());

/** Sends bytes as they are and returns what comes back until the other side closes. */
function rawExchange(url: string, head: string): Promise<string> {
  const { port, hostname } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(head));
    let text = '';
    socket.on('data', (chunk) => (text += String(chunk)));
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}

describe('host and origin', () => {
  it('a foreign name (DNS rebinding) and a web page are turned away', async () => {
    const { url } = network;
    const foreign = await rawExchange(
      url,
      'GET /v1/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    );
    expect(foreign).toMatch(/^HTTP\/1\.1 403 /u);
    expect(foreign).toContain('"FORBIDDEN"');
    const page = await send(url, { path: '/v1/health', headers: { origin: 'https://x.example' } });
    expect(outcomeOf(page)).toBe('403 FORBIDDEN');
    expect((await callRaw(url, 'health.get', {})).status).toBe(200);
  });
});

/** Another workstation of the same station. */
async function joinOne(): Promise<TestWorkstation> {
  const { url, stationId, administrator: session, backend } = network;
  const asked = { commandId: uuid(), stationId };
  const { code } = await call(url, 'workstation.code', asked, { session });
  return TestWorkstation.join(url, code, backend.clock.nowMs());
}

/** Begins a push whose body does not come. */
function beginPush({ bearer }: TestWorkstation): Socket {
  const { hostname, port } = new URL(network.url);
  const headers = Object.entries(authHeaders({ bearer })).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const body = ['content-type: application/json', 'content-length: 64', '', ''];
  const head = ['POST /v1/journal HTTP/1.1', `host: ${hostname}`, ...headers, ...body];
  const socket = connect(Number(port), hostname);
  socket.write(head.join('\r\n'));
  return socket;
}

/** The first answer that any of them gets; none gets one before it is turned away. */
function firstAnswer(pushes: readonly Socket[]): Promise<string> {
  return Promise.race(pushes.map(async (socket) => String((await once(socket, 'data'))[0])));
}

function expectToldToWait(answer: string): void {
  expect(answer).toMatch(/^HTTP\/1\.1 503 /u);
  expect(answer).toContain('retry-after: 2');
  expect(answer).toContain('"BACKEND_BUSY"');
}

/** A push of one line, sent as often as it is called. */
function pushOf(workstation: TestWorkstation): () => Promise<string> {
  const body = { saleId: uuid(), reason: 'no-answer' };
  const line = workstation.write('sale.reversed', body, network.backend.clock.nowMs());
  const asked = workstation.pushRequest([line]);
  return async () => outcomeOf(await callRaw(network.url, 'journal.push', asked, workstation));
}

async function expectTaken(workstation: TestWorkstation): Promise<void> {
  // The backend hears by and by that the others have hung up.
  await expect.poll(pushOf(workstation), { timeout: 20_000 }).toBe('200');
}

describe('pushes of a whole network at once', () => {
  it('are turned away before their bodies when too many are in hand, and are taken when they come again', async () => {
    const desks: TestWorkstation[] = [];
    for (let n = 0; n < 86; n += 1) desks.push(await joinOne());
    const pushes = desks.flatMap((desk) => [1, 2, 3].map(() => beginPush(desk)));
    expectToldToWait(await firstAnswer(pushes));
    for (const push of pushes) push.destroy();
    await expectTaken(network.workstation);
  });

  it('of one desk are taken though its round, a recall and a fill push at the same time', async () => {
    const busy = await joinOne();
    const pushes = Array.from({ length: 4 }, () => beginPush(busy));
    await Promise.all(pushes.map((push) => once(push, 'connect')));
    expect(await pushOf(busy)()).toBe('200');
    for (const push of pushes) push.destroy();
  });

  it('are taken while one workstation sends more than its share, slowly', async () => {
    const greedy = await joinOne();
    const pushes = Array.from({ length: 256 }, () => beginPush(greedy));
    expectToldToWait(await firstAnswer(pushes));
    await expectTaken(await joinOne());
    for (const push of pushes) push.destroy();
    await expectTaken(greedy);
  });
});

describe('answers', () => {
  it('carry the protective headers and are never kept', async () => {
    const { headers } = await callRaw(network.url, 'health.get', {});
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('trace-id')).toMatch(/^[0-9a-f]{32}$/u);
  });

  it('are compressed as the client can read them', async () => {
    const { url, workstation } = network;
    const path = '/v1/feed?cursor=0&limit=5000';
    const headers = authHeaders({ bearer: workstation.bearer });
    for (const encoding of ['zstd', 'br', 'gzip']) {
      const response = await fetch(`${url}${path}`, {
        headers: { ...headers, 'accept-encoding': encoding },
      });
      expect(response.headers.get('content-encoding')).toBe(encoding);
      await response.body?.cancel();
    }
    const plain = await fetch(`${url}${path}`, {
      headers: { ...headers, 'accept-encoding': 'identity' },
    });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.json()).toMatchObject({ complete: true });
  });

  it('a header that names another command than the body is refused', async () => {
    const { url, administrator, stationId } = network;
    const headers = {
      ...authHeaders({ session: administrator }),
      'content-type': 'application/json',
      'idempotency-key': uuid(),
    };
    const body = JSON.stringify({ commandId: uuid(), stationId });
    const answer = await send(url, {
      method: 'POST',
      path: '/v1/workstations/codes',
      headers,
      body,
    });
    expect(answer.body).toMatchObject({
      code: 'FIELD_INVALID',
      params: { field: 'idempotency-key' },
    });
  });
});

describe('broken HTTP', () => {
  it('a request that is none is answered with 400 and the connection ends', async () => {
    expect(await rawExchange(network.url, 'HELLO\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /u);
    const long = `GET /v1/health HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`;
    expect(await rawExchange(network.url, long)).toMatch(/^HTTP\/1\.1 431 /u);
  });

  it('a broken path is no bug', async () => {
    const { url, manager } = network;
    const headers = authHeaders({ session: manager });
    for (const path of ['/v1/cards/%zz', '/v1/cards/%2e%2e%2f', '/v1/cards/a%00b', '//v1/cards']) {
      const { status } = await send(url, { path, headers });
      expect([400, 404]).toContain(status);
    }
    expect(network.backend.logText()).not.toContain('"msg":"bug"');
  });
});

describe('rate limits', () => {
  it('say how long to wait, per address, per account and for guessing', async () => {
    const few = await startSmallNetwork({ rateLimits: { guessing: { requests: 6, windowS: 60 } } });
    const { url, backend } = few;
    // The network's own sign-ins and joins count as well; from then on the door is shut.
    const open = { login: 'x', password: 'y', workstationId: null };
    const outcomes = [];
    for (let time = 0; time < 4; time += 1) {
      outcomes.push(await callRaw(url, 'session.open', open));
    }
    const last = outcomes.at(-1);
    expect(last && outcomeOf(last)).toBe('429 RATE_LIMITED');
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    const session = { session: few.manager };
    expect((await callRaw(url, 'card.list', {}, session)).status).toBe(200);
    await backend.stop();
  });
});

describe('a stranger behind the same proxy', () => {
  const guessLimits = DEFAULT_GUESS_LIMITS;
  const rateLimits = DEFAULT_RATE_LIMITS;
  const proxies = { count: 1, header: 'X-Forwarded-For' };
  /** Another login each time: of one and the same the second try would have to wait. */
  const wrong = (n: number) => ({ login: `n${n}`, password: 'wrong', workstationId: null });
  const empty = { more: true };

  /** As a proxy passes it on that heard it from `address`. */
  const from = async (url: string, address: string, routeId: RouteId, input: object) => {
    const request = routeRequest(routeId, input);
    const headers = { ...request.headers, 'x-forwarded-for': address };
    return outcomeOf(await send(url, { ...request, headers }));
  };
  const several = async (count: number, ask: (n: number) => Promise<string>) => {
    const outcomes = new Set<string>();
    for (let n = 1; n <= count; n += 1) outcomes.add(await ask(n));
    return [...outcomes];
  };

  it('stops no desk with empty requests, nor the sign-in of anybody there', async () => {
    const { url, backend, workstation } = await startSmallNetwork({ guessLimits, rateLimits });
    const sent = await several(130, () => from(url, '203.0.113.1', 'workstation.session', empty));
    expect(sent).toEqual(['400 FIELD_REQUIRED']);
    const session = workstation.sessionRequest(backend.clock.nowMs());
    expect(outcomeOf(await callRaw(url, 'workstation.session', session))).toBe('200');
    await signIn(url, 'chief');
    await backend.stop();
  });

  it('guesses on his own account alone, whatever he writes into the header before', async () => {
    const few = { ...rateLimits, guessing: { requests: 8, windowS: 600 } };
    const own = await startSmallNetwork({ guessLimits, rateLimits: few, proxies });
    const guessed = await several(9, (n) =>
      from(own.url, `192.0.2.${n}, 203.0.113.1`, 'session.open', wrong(n)),
    );
    expect(guessed.at(-1)).toBe('429 RATE_LIMITED');
    const there = { login: 'chief', password: PASSWORD, workstationId: null };
    expect(await from(own.url, '203.0.113.2', 'session.open', there)).toBe('200');
    await own.backend.stop();
  });

  it('is one caller in all of his IPv6 network', async () => {
    const few = { ...rateLimits, guessing: { requests: 8, windowS: 600 } };
    const own = await startSmallNetwork({ guessLimits, rateLimits: few, proxies });
    const guessed = await several(9, (n) =>
      from(own.url, `2001:db8:1:2:${n}::1`, 'session.open', wrong(n)),
    );
    expect(guessed.at(-1)).toBe('429 RATE_LIMITED');
    const other = await from(own.url, '2001:db8:1:3::1', 'session.open', wrong(10));
    expect(other).toBe('401 AUTH_INVALID');
    await own.backend.stop();
  });

  it('is believed no address that he names where no proxy is said to stand', async () => {
    const few = { ...rateLimits, guessing: { requests: 8, windowS: 600 } };
    const own = await startSmallNetwork({ guessLimits, rateLimits: few });
    const guessed = await several(9, (n) =>
      from(own.url, `203.0.113.${n}`, 'session.open', wrong(n)),
    );
    expect(guessed.at(-1)).toBe('429 RATE_LIMITED');
    await own.backend.stop();
  });
});

/** Reads a live stream until `enough` says so, or to its end. */
async function listen(
  network: SmallNetwork,
  enough: (event: LiveEvent) => boolean,
  opened: (event: LiveEvent) => void = () => undefined,
): Promise<LiveEvent[]> {
  const abort = new AbortController();
  const response = await fetch(`${network.url}/v1/events`, {
    headers: authHeaders({ bearer: network.workstation.bearer }),
    signal: abort.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events: LiveEvent[] = [];
  const parser = createParser({
    onEvent: ({ data }) => {
      const event = liveEvent.parse(JSON.parse(data));
      events.push(event);
      opened(event);
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
    if (events.some(enough)) break;
  }
  abort.abort();
  return events;
}

describe('live stream', () => {
  it('tells where the feed stands, that it moved, and that it is alive', async () => {
    const { url, manager } = network;
    const moved: Promise<unknown>[] = [];
    let standing: string | null = null;
    const events = await listen(
      network,
      (event) => event.kind === 'feed-moved' && standing !== null && event.cursor !== standing,
      (event) => {
        if (moved.length > 0 || event.kind !== 'feed-moved') return;
        standing = event.cursor;
        const block = { commandId: uuid(), cardId: 'card-1', reason: 'client' } as const;
        moved.push(call(url, 'card.block', block, { session: manager }));
      },
    );
    await Promise.all(moved);
    expect(events[0]?.kind).toBe('feed-moved');
    const heard = await listen(network, ({ kind }) => kind === 'ping');
    expect(heard.at(-1)?.kind).toBe('ping');
  });

  it('leaves no listener behind when the client goes', async () => {
    await listen(network, ({ kind }) => kind === 'feed-moved');
    await expect.poll(() => network.backend.service.live.count).toBe(0);
  });

  it('a workstation that is stopped hears it at once, and the stream ends (I5)', async () => {
    const own = await startSmallNetwork();
    const { url, administrator, workstation, backend } = own;
    const { workstationId } = workstation;
    const revoked: Promise<unknown>[] = [];
    const events = await listen(
      own,
      () => false,
      () => {
        const revoke = { commandId: uuid(), workstationId, state: 'revoked' } as const;
        if (revoked.length > 0) return;
        revoked.push(call(url, 'workstation.revoke', revoke, { session: administrator }));
      },
    );
    await Promise.all(revoked);
    expect(events.at(-1)?.kind).toBe('workstation-revoked');
    const again = await callRaw(url, 'events.stream', {}, { bearer: workstation.bearer });
    expect(outcomeOf(again)).toBe('403 WORKSTATION_REVOKED');
    await backend.stop();
  });

  it('ends when the backend stops, and the stop does not wait for it', async () => {
    const own = await startSmallNetwork();
    const stopped: Promise<void>[] = [];
    const events = await listen(
      own,
      () => false,
      () => {
        if (stopped.length === 0) stopped.push(own.backend.stop());
      },
    );
    await Promise.all(stopped);
    expect(events).toHaveLength(1);
  });
});
