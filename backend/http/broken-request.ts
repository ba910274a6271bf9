import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Code } from '#protocol/codes.ts';
import type { Problem } from '#protocol/routes.ts';
import { traceIds } from './trace-id.ts';

interface Fault {
  readonly status: number;
  readonly code: Code;
}

const BROKEN: Fault = { status: 400, code: 'BODY_MALFORMED' };

/** What Node's parser says of a request that it gave up. */
const FAULTS = new Map<unknown, Fault>([
  ['HPE_HEADER_OVERFLOW', { status: 431, code: 'BODY_TOO_LARGE' }],
  ['ERR_HTTP_REQUEST_TIMEOUT', { status: 408, code: 'BODY_MALFORMED' }],
]);

const newTraceId = traceIds();

/**
 * Answers what never became a request in the form of every refusal, and hangs up: after bytes that
 * are no HTTP nobody knows where the next request begins.
 */
export function answerBrokenRequest(error: Error, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status, code } = FAULTS.get(Reflect.get(error, 'code')) ?? BROKEN;
  const title = STATUS_CODES[status] ?? 'Error';
  const traceId = newTraceId();
  const problem: Problem = { type: 'about:blank', title, status, code, params: {}, traceId };
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'connection: close',
    'cache-control: no-store',
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `trace-id: ${traceId}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
