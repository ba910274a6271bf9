/*
 * A workstation that sells until it is killed or told to finish. What its operator sees goes to the
 * standard output line by line, at once.
 */
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { Random } from '#backend/demo/random.ts';
import type { Result } from '#domain/result.ts';
import { machineClock } from '#engine/boot/machine-clock.ts';
import { argon2, systemIds } from '#engine/boot/adapters.ts';
import { makeBridgeDesk } from '#engine/bridge/answer.ts';
import { openEngine } from '#engine/engine.ts';
import { makeAxios, makeHttpClient } from '#engine/sync/http-client.ts';
import type { BridgeAnswer, BridgeInput, BridgeMethod } from '#protocol/bridge.ts';
import { CutLine } from '#test/support/engine/cut-line.ts';
import { MemoryVault } from '#test/support/engine/memory-vault.ts';
import type { DeskOrder, DeskWord } from './desk-process.ts';
import { CARDS, PASSWORD, panOf, PRODUCT } from './real-trade.ts';

// desk-process.ts wrote it, and nobody else starts this.
const order = JSON.parse(process.argv[2] ?? '{}') as DeskOrder;
const { dataDir, vaultFile, url, name, enrolCode, seed } = order;
const random = new Random(seed);
const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (facts: object, message: string) => {
    writeSync(2, `${name}: ${message} ${JSON.stringify(facts)}\n`);
  },
};

let finishing = false;
process.stdin.on('data', () => (finishing = true));
// Whoever started this is gone.
process.stdin.on('end', () => process.exit(1));

/** A pipe that is full takes the line a moment later. */
function tell(word: DeskWord): void {
  const line = `${JSON.stringify(word)}\n`;
  for (;;) {
    try {
      writeSync(1, line);
      return;
    } catch (error) {
      if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}

const where = { baseUrl: url, proxyUrl: null, caPem: null, appVersion: '0.1.0' };
const line = new CutLine(makeHttpClient(makeAxios(where), log));
const opened = await openEngine({
  dataDir,
  workstationName: name,
  appVersion: '0.1.0',
  clock: machineClock,
  ids: systemIds,
  vault: new MemoryVault(vaultFile),
  backend: line.client,
  secretHash: argon2,
  log,
  enrol: enrolCode === null ? null : { by: 'code', code: enrolCode },
  ballastBytes: 256 * 1024,
});
if (!opened.ok) {
  writeSync(2, `${name} cannot start: ${opened.code}\n`);
  process.exit(1);
}
const engine = opened.value;
const desk = makeBridgeDesk(engine);
tell({ kind: 'started' });

function ask<M extends BridgeMethod>(
  method: M,
  input: BridgeInput<M>,
): Promise<Result<BridgeAnswer<M>>> {
  return desk.call(method, input);
}

const PAUSE_MS = 100;

/** Until somebody is signed in; a backend that was just killed may not be there yet. */
async function signIn(): Promise<void> {
  for (;;) {
    const state = await ask('session:state', {});
    if (state.ok && state.value.mode !== 'none') return;
    const signed = await ask('session:signIn', { login: 'till', password: PASSWORD });
    if (signed.ok) return;
    await pause(PAUSE_MS);
  }
}

/** Up again, and the engine has noticed. */
async function mendLine(): Promise<void> {
  refusals = 0;
  line.state = 'up';
  await engine.syncOnce();
}

const REFUSALS_MAX = 4;
let refusals = 0;

async function sell(): Promise<void> {
  const cardId = random.pick(CARDS);
  if (random.chance(0.02)) await ask('card:find', { typed: panOf(cardId) });
  const volumeMl = random.integer(1, 20) * 250;
  const question = { saleId: uuid(), cardId, productId: PRODUCT, pumpNumber: 1, pin: null };
  const held = await ask('sale:authorize', { ...question, ask: { by: 'volume', volumeMl } });
  if (!held.ok) {
    tell({ kind: 'refused', code: held.code });
    // Whoever was signed out before he could end his fill ends it now.
    if (held.code === 'PUMP_BUSY') await endOpenFills();
    refusals += 1;
    // Nothing can be sold from leases any more: somebody mends the line.
    if (refusals > REFUSALS_MAX) await mendLine();
    return;
  }
  refusals = 0;
  const { sale } = held.value;
  const { saleId, holdVolumeMl, holdAmountMinor, mode } = sale;
  const amounts = { volumeMl: holdVolumeMl, amountMinor: holdAmountMinor };
  tell({ kind: 'held', saleId, mode, ...amounts });
  await end(saleId, holdVolumeMl);
}

async function end(saleId: string, holdVolumeMl: number): Promise<void> {
  if (random.chance(0.04)) {
    const reversed = await ask('sale:reverse', { saleId });
    if (reversed.ok) tell({ kind: 'reversed', saleId });
    return;
  }
  const volumeMl = random.chance(0.3) ? random.integer(0, holdVolumeMl) : holdVolumeMl;
  const captured = await ask('sale:capture', { saleId, volumeMl });
  if (!captured.ok) return;
  tell({ kind: 'captured', saleId, volumeMl, amountMinor: captured.value.sale.amountMinor });
}

/** What a dead process left at the pumps. */
async function endOpenFills(): Promise<void> {
  const open = await ask('sale:open', {});
  if (!open.ok) return;
  for (const { sale } of open.value.fills) await end(sale.saleId, sale.holdVolumeMl);
}

const LINK_EVERY = 25;

async function work(): Promise<void> {
  for (let turn = 1; !finishing; turn += 1) {
    if (turn % LINK_EVERY === 0 && random.chance(0.45)) line.state = 'down';
    else if (turn % LINK_EVERY === 0) await mendLine();
    await signIn();
    await sell();
  }
}

/** Everything is told and nothing is open. */
async function finish(): Promise<void> {
  line.state = 'up';
  for (;;) {
    await signIn();
    await endOpenFills();
    const round = await engine.syncOnce();
    const { unsentCount, openFillCount } = engine.work();
    if (round.ok && unsentCount === 0 && openFillCount === 0) return;
    await pause(PAUSE_MS);
  }
}

await signIn();
await endOpenFills();
await engine.syncOnce();
await work();
await finish();
engine.close();
tell({ kind: 'finished' });
process.exit(0);
