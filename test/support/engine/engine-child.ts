/* An engine in a process of its own, that kills itself without a word at a given step. */
import { writeSync } from 'node:fs';
import { v7 as uuid } from 'uuid';
import { machineClock } from '#engine/boot/machine-clock.ts';
import { argon2 } from '#engine/boot/adapters.ts';
import { makeBridgeDesk } from '#engine/bridge/answer.ts';
import { openEngine } from '#engine/engine.ts';
import type { BackendClient } from '#engine/ports.ts';
import { makeAxios, makeHttpClient } from '#engine/sync/http-client.ts';
import { refuse } from '#domain/result.ts';
import type { BridgeAnswer, BridgeInput, BridgeMethod } from '#protocol/bridge.ts';
import { MemoryVault } from './memory-vault.ts';

const [
  dataDir = '',
  vaultFile = '',
  url = '',
  password = '',
  nowText = '',
  killText = '',
  mode = '',
] = process.argv.slice(2);
const killAt = Number(killText);
const nowMs = Number(nowText);
let steps = 0;
let offline = false;

/** One step further; the step that was named is the last. */
function step(): void {
  steps += 1;
  if (steps === killAt) process.kill(process.pid, 'SIGKILL');
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const http = makeHttpClient(
  makeAxios({ baseUrl: url, proxyUrl: null, caPem: null, appVersion: '0.1.0' }),
  silent,
);
const backend: BackendClient = {
  async call(routeId, input, auth) {
    step();
    if (offline) return refuse('LINK_DOWN');
    const answer = await http.call(routeId, input, auth);
    step();
    return answer;
  },
};

const vault = new MemoryVault(vaultFile);
const opened = await openEngine({
  dataDir,
  workstationName: 'Desk 1',
  appVersion: '0.1.0',
  clock: { ...machineClock, nowMs: () => nowMs, monotonicMs: () => 0 },
  ids: {
    uuid: () => {
      // Ids are asked for inside transactions too: a kill there leaves half of one.
      step();
      return uuid();
    },
  },
  vault,
  backend,
  secretHash: argon2,
  log: silent,
  enrol: null,
  ballastBytes: 512 * 1024,
});
if (!opened.ok) throw new Error(opened.code);
const engine = opened.value;
const desk = makeBridgeDesk(engine);

async function ask<M extends BridgeMethod>(
  method: M,
  input: BridgeInput<M>,
): Promise<BridgeAnswer<M>> {
  const answer = await desk.call(method, input);
  if (!answer.ok) throw new Error(`${method} ${answer.code}`);
  return answer.value;
}

/** What the operator saw, told at once and not when a buffer is full. */
function seen(fact: object): void {
  writeSync(1, `${JSON.stringify(fact)}\n`);
}

await ask('session:signIn', { login: 'till', password });
if (mode === 'online') await engine.syncOnce();
else {
  offline = true;
  await engine.syncOnce();
}
const volumeMl = 3_000;
const question = { saleId: uuid(), cardId: 'card-1', productId: 'dt', pumpNumber: 3, pin: null };
const { sale } = await ask('sale:authorize', { ...question, ask: { by: 'volume', volumeMl } });
const { saleId } = sale;
seen({ held: saleId, volumeMl });
step();
await ask('sale:capture', { saleId, volumeMl: volumeMl - 500 });
seen({ captured: saleId, volumeMl: volumeMl - 500 });
step();
offline = false;
await engine.syncOnce();
seen({ steps });
engine.close();
