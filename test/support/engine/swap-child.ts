/*
 * An engine in a process of its own that gets a snapshot, and kills itself without a word at a
 * given step of the swap: before anything that is written to a file.
 */
import { writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { v7 as uuid } from 'uuid';
import { machineClock } from '#engine/boot/machine-clock.ts';
import { argon2 } from '#engine/boot/adapters.ts';
import { openEngine } from '#engine/engine.ts';
import type { BackendClient } from '#engine/ports.ts';
import { blockCard } from '#engine/sale/card-guard.ts';
import { makeAxios, makeHttpClient } from '#engine/sync/http-client.ts';
import { MemoryVault } from './memory-vault.ts';

const [dataDir = '', vaultFile = '', url = '', nowText = '', killText = ''] = process.argv.slice(2);
const killAt = Number(killText);
const nowMs = Number(nowText);
let arrived = false;
let steps = 0;

function step(): void {
  if (!arrived) return;
  steps += 1;
  if (steps === killAt) process.kill(process.pid, 'SIGKILL');
}

/** What an observer saw, told at once and not when a buffer is full. */
function seen(fact: object): void {
  writeSync(1, `${JSON.stringify(fact)}\n`);
}

/** Whatever is called on a database is a step more. */
function counted(prototype: object, names: readonly string[]): void {
  for (const name of names) {
    const plain: unknown = Reflect.get(prototype, name);
    if (typeof plain !== 'function') throw new Error(`there is no ${name}`);
    Reflect.set(prototype, name, function (this: unknown, ...given: unknown[]): unknown {
      step();
      return Reflect.apply(plain, this, given);
    });
  }
}

const probe = new Database(':memory:');
counted(Database.prototype, ['exec', 'close']);
counted(Object.getPrototypeOf(probe.prepare('SELECT 1')), ['run']);

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const http = makeHttpClient(
  makeAxios({ baseUrl: url, proxyUrl: null, caPem: null, appVersion: '0.1.0' }),
  silent,
);
const backend: BackendClient = {
  async call(routeId, input, auth) {
    // The feed goes on behind the snapshot: the swap is done, and the old file about to vanish.
    if (arrived && routeId === 'feed.pull') await ended();
    return http.call(routeId, input, auth);
  },
  async download(...asked) {
    const got = await http.download?.(...asked);
    if (got?.ok !== true) throw new Error('no snapshot');
    return { ok: true, value: thenBlocking(got.value) };
  },
};

/** A line is written while the file comes, and nobody sends it before the swap. */
async function* thenBlocking(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield* bytes;
  const blocked = blockCard(
    engine.core,
    { cardId: 'card-2', reason: 'client' },
    { userId: 'user-1' },
  );
  if (!blocked.ok) throw new Error(blocked.code);
  seen({ seq: blocked.value.seq });
  arrived = true;
}

async function ended(): Promise<never> {
  // The old file is closed and thrown away in turns of their own.
  for (let turns = 0; turns < 100; turns += 1) await new Promise((next) => setImmediate(next));
  step();
  seen({ steps });
  process.exit(0);
}

const opened = await openEngine({
  dataDir,
  workstationName: 'Desk 1',
  appVersion: '0.1.0',
  clock: { ...machineClock, nowMs: () => nowMs, monotonicMs: () => 0 },
  ids: { uuid: () => uuid() },
  vault: new MemoryVault(vaultFile),
  backend,
  secretHash: argon2,
  log: silent,
  enrol: null,
  ballastBytes: 512 * 1024,
});
if (!opened.ok) throw new Error(opened.code);
const engine = opened.value;
const round = await engine.syncOnce();
throw new Error(`the swap never came: ${JSON.stringify(round)}`);
