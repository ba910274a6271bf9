import { join } from 'node:path';
import { z } from 'zod';
import { SystemIds } from '#adapter/crypto/system-ids.ts';
import type { RouteId } from '#protocol/routes.ts';
import type { Ids } from '#service/ports.ts';
import { send } from '../backend/http-client.ts';
import { startTestBackend, type TestBackend } from '../backend/test-backend.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { apart } from './apart.ts';
import type { KnownFields } from './known-fields.ts';
import { routeOf, unpack, type RecordedExchange, type RecordedStep } from './recorded.ts';

/** Fields of answers that a backend draws by lot, and by which of the lots. */
const DRAWN: Partial<Record<RouteId, Partial<Record<keyof Ids, string>>>> = {
  'session.open': { uuid: 'sessionId', token: 'token' },
  'workstation.enrol': { uuid: 'workstationId', token: 'refreshToken' },
  // The epoch is drawn where the session tells that the backend was restored.
  'workstation.session': { uuid: 'epoch', token: 'accessToken' },
};

/** Names a request in the log: another one each time, and nothing is done with it. */
const NEVER_THE_SAME = 'traceId';

/**
 * The lot falls as it fell when the answer was recorded: the requests after it carry what was
 * drawn, and are signed, so they can only be sent as they are. What no answer tells is drawn anew.
 */
class RecordedLot implements Ids {
  readonly #system = new SystemIds();
  readonly #next: { -readonly [how in keyof Ids]?: string } = {};

  before(exchange: RecordedExchange): void {
    const answer = answerOf(exchange);
    const drawn = DRAWN[routeOf(exchange)] ?? {};
    for (const how of ['uuid', 'token'] as const) {
      const value: unknown = answer[drawn[how] ?? ''];
      if (typeof value === 'string') this.#next[how] = value;
      else delete this.#next[how];
    }
  }

  readonly uuid = (): string => this.#draw('uuid');
  readonly token = (): string => this.#draw('token');

  #draw(how: keyof Ids): string {
    const fallen = this.#next[how];
    delete this.#next[how];
    return fallen ?? this.#system[how]();
  }
}

/** This build's backend on the network's file of another, asked what was asked there. */
export class ReplayedBackend {
  readonly #folder = temporaryFolder();
  readonly #lot = new RecordedLot();
  readonly #known: KnownFields;
  #backend!: TestBackend;

  private constructor(known: KnownFields) {
    this.#known = known;
  }

  /** `known` are the fields that the recorded build reads; `nowMs` is when its day begins. */
  static async start(
    recording: string,
    { known, nowMs }: { readonly known: KnownFields; readonly nowMs: number },
  ): Promise<ReplayedBackend> {
    const replayed = new ReplayedBackend(known);
    unpack(recording, replayed.#folder.path, ['network.db']);
    await replayed.#open('network.db', nowMs);
    return replayed;
  }

  get backend(): TestBackend {
    return this.#backend;
  }

  /** Does what was done to the backend in a step; how its answers differ from those of then. */
  async play({ act, atMs, exchanges }: RecordedStep): Promise<readonly string[]> {
    if (act.do === 'backUp') this.#backend.backUp(join(this.#folder.path, 'backup.db'));
    if (act.do === 'restore') {
      await this.#backend.stop();
      await this.#open('backup.db', atMs);
    }
    const told: string[] = [];
    for (const exchange of exchanges) told.push(...(await this.#ask(exchange)));
    return told;
  }

  async stop(): Promise<void> {
    await this.#backend.stop();
    this.#folder.dispose();
  }

  async #ask(exchange: RecordedExchange): Promise<readonly string[]> {
    const { atMs, method, path, headers, body } = exchange;
    const { clock, url } = this.#backend;
    clock.pass(atMs - clock.nowMs());
    this.#lot.before(exchange);
    const request = { method, path, headers, ...(body === null ? {} : { body }) };
    const now = await send(url, request);
    const routeId = routeOf(exchange);
    const then = { status: exchange.status, body: answerOf(exchange) };
    const known = new Set(this.#known.answers[routeId]);
    return [
      ...apart(then.status, now.status),
      ...apart(sameEachTime(then.body), sameEachTime(now.body), known),
    ].map((difference) => `${routeId} ${difference}`);
  }

  async #open(name: string, nowMs: number): Promise<void> {
    const file = join(this.#folder.path, name);
    const from = { file, keyHex: null, nowMs };
    this.#backend = await startTestBackend({ from, ids: this.#lot });
  }
}

function answerOf({ answer }: RecordedExchange): Readonly<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(answer));
}

function sameEachTime(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== NEVER_THE_SAME));
}
