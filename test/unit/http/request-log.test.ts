import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';
import Koa from 'koa';
import { afterEach, describe, expect, it } from 'vitest';
import { makeLog } from '#adapter/log/pino-log.ts';
import { requestLog } from '#http/request-log.ts';
import type { RequestState } from '#http/request-state.ts';
import { problem } from '#protocol/routes.ts';
import { storageCode } from '#sqlite/failure.ts';
import { outcomeOf, send, type TestAnswer } from '#test/support/backend/http-client.ts';

const SECRET = 'MARKED-SECRET';
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** What a client gets, and what the log says, when the use case behind a request throws. */
async function whenThrown(error: unknown): Promise<{ answer: TestAnswer; log: string }> {
  const lines: string[] = [];
  const log = makeLog({ level: 'info', destination: { write: (l) => void lines.push(l) } });
  const app = new Koa<RequestState>();
  app.use(requestLog({ log, lines: log, newTraceId: () => 'trace-1', failureCode: storageCode }));
  app.use(() => Promise.reject(error));
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const answer = await send(`http://127.0.0.1:${port}`, { path: '/' });
  return { answer, log: lines.join('') };
}

describe('a fault behind a request', () => {
  it('a bug says nothing but its trace id, and the log nothing that a message could hold', async () => {
    const { answer, log } = await whenThrown(new Error(`INSERT failed for ${SECRET}`));
    expect(outcomeOf(answer)).toBe('500 INTERNAL');
    expect(problem.parse(answer.body)).toMatchObject({ traceId: 'trace-1', params: {} });
    expect(JSON.stringify(answer.body)).not.toContain('INSERT');
    expect(log).toContain('"msg":"bug"');
    expect(log).toContain('trace-1');
    expect(log).toContain('request-log.test.ts');
    expect(log).not.toContain(SECRET);
  });

  it('a full disk and a damaged file have their own codes', async () => {
    const full = new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
    expect(outcomeOf((await whenThrown(full)).answer)).toBe('507 DISK_FULL');
    const damaged = new Database.SqliteError('malformed', 'SQLITE_CORRUPT');
    const { answer, log } = await whenThrown(damaged);
    expect(outcomeOf(answer)).toBe('500 DATABASE_DAMAGED');
    expect(log).toContain('"msg":"failure"');
  });

  it('what is no error is a bug too', async () => {
    expect(outcomeOf((await whenThrown(SECRET)).answer)).toBe('500 INTERNAL');
  });
});
