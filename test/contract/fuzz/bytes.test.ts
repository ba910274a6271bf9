import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { problem } from '#protocol/routes.ts';
import { call } from '#test/support/backend/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());

/** Sends bytes and gives all that comes back until the other side hangs up. */
function exchange(bytes: Uint8Array | string): Promise<string> {
  const { port, hostname: host } = new URL(network.url);
  return new Promise((resolve) => {
    let got = '';
    const socket = connect({ port: Number(port), host }, () => socket.end(bytes));
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      got += text;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(got));
  });
}

/** A sale of somebody else, while all that goes on. */
async function sold(): Promise<string> {
  const { bearer } = network.workstation;
  const auth = { bearer, session: network.operator };
  const sale = await call(
    network.url,
    'sale.authorize',
    {
      saleId: uuid(),
      cardId: 'card-1',
      productId: 'dt',
      pumpNumber: 1,
      ask: { by: 'volume', volumeMl: 1 },
      pin: null,
      leaseReturns: [],
    },
    auth,
  );
  return sale.state;
}

describe('bytes that are no request', () => {
  it('are answered or hung up on, and the others go on selling', async () => {
    const before = network.backend.ledgerChecksum();
    const soup = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.uint8Array({ maxLength: 100 }).map((rest) => Buffer.concat([Buffer.from('GET '), rest])),
      fc
        .string({ unit: 'binary' })
        .map((text) => `POST /v1/sales/authorize HTTP/1.1\r\n${text}\r\n\r\n`),
    );
    await fc.assert(
      fc.asyncProperty(soup, async (bytes) => {
        const answer = await exchange(bytes);
        expect(answer === '' || answer.startsWith('HTTP/1.1 4')).toBe(true);
      }),
      { numRuns: 150 },
    );
    expect(network.backend.ledgerChecksum()).toBe(before);
    expect(await sold()).toBe('held');
  });

  it('a head that never ends is refused as every request is', async () => {
    const answer = await exchange(`GET /${'x'.repeat(40_000)} HTTP/1.1\r\nhost: x\r\n\r\n`);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 431 /u);
    expect(problem.parse(JSON.parse(body)).code).toBe('BODY_TOO_LARGE');
  });
});

describe('those who hold a connection and do nothing', () => {
  it('1,000 idle connections and 50 half-sent requests do not stop the sales of others', async () => {
    const { port, hostname: host } = new URL(network.url);
    const open = (bytes: string): Promise<() => void> =>
      new Promise((resolve, reject) => {
        const socket = connect({ port: Number(port), host }, () => {
          if (bytes !== '') socket.write(bytes);
          resolve(() => socket.destroy());
        });
        socket.once('error', reject);
      });
    const half =
      'POST /v1/sales/authorize HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 900\r\n\r\n{"saleId"';
    const idle = await Promise.all(Array.from({ length: 1_000 }, () => open('')));
    const slow = await Promise.all(Array.from({ length: 50 }, () => open(half)));
    try {
      const states = await Promise.all(Array.from({ length: 20 }, () => sold()));
      expect(new Set(states)).toEqual(new Set(['held']));
    } finally {
      for (const end of [...idle, ...slow]) end();
    }
  });
});
