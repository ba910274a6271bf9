/* An engine in a process of its own, that kills itself without a word at a given step. */
import { writeSync } from 'node:fs';
import { v7 as uuid } from 'uuid';
import { refuse } from '#domain/result.ts';
import { argon2 } from '#engine/boot/adapters.ts';
import { machineClock } from '#engine/boot/machine-clock.ts';
import { makeBridgeDesk } from '#engine/bridge/answer.ts';
import { openEngine, type Engine, type EngineOptions } from '#engine/engine.ts';
import type { BackendClient } from '#engine/ports.ts';
import { makeAxios, makeHttpClient } from '#engine/sync/http-client.ts';
import type { BridgeAnswer, BridgeInput, BridgeMethod } from '#protocol/bridge.ts';
import type { RouteId } from '#protocol/routes.ts';
import { MemoryVault } from './memory-vault.ts';
import { silentLog } from './engine-bench.ts';

export interface DyingEngine {
  readonly engine: Engine;
  /** Whether the line is cut. */
  offline: boolean;
  /** @throws Error when it is refused */
  ask<M extends BridgeMethod>(method: M, input: BridgeInput<M>): Promise<BridgeAnswer<M>>;
  /** The code by which it is refused. @throws Error when it is not */
  refused<M extends BridgeMethod>(method: M, input: BridgeInput<M>): Promise<string>;
  /** What the person at the desk saw, told at once and not when a buffer is full. */
  seen(fact: object): void;
  /** How many steps there were so far. */
  steps(): number;
  /** One step further; the step that was named is the last. */
  step(): void;
}

export interface Dying {
  readonly dataDir: string;
  readonly vaultFile: string;
  readonly url: string;
  readonly nowMs: number;
  /** The step that is the last; 0 for none. */
  readonly killAt: number;
  /** Routes of which asking and answering are steps; all where it is not said. */
  readonly routes?: ReadonlySet<RouteId>;
}

/** Opens it on the files of a workstation that is enrolled. */
export async function openDyingEngine(
  dying: Dying,
  more: (step: () => void) => Partial<EngineOptions> = () => ({}),
): Promise<DyingEngine> {
  const { dataDir, vaultFile, url, nowMs, killAt, routes } = dying;
  let steps = 0;
  const step = (): void => {
    steps += 1;
    if (steps === killAt) process.kill(process.pid, 'SIGKILL');
  };
  const axios = makeAxios({ baseUrl: url, proxyUrl: null, caPem: null, appVersion: '0.1.0' });
  const http = makeHttpClient(axios, silentLog);
  const backend: BackendClient = {
    async call(routeId, input, auth) {
      const counts = routes === undefined || routes.has(routeId);
      if (counts) step();
      if (desk.offline) return refuse('LINK_DOWN');
      const answer = await http.call(routeId, input, auth);
      if (counts) step();
      return answer;
    },
  };
  // Ids are asked for inside transactions too: a kill there leaves half of one.
  const ids = {
    uuid: () => {
      step();
      return uuid();
    },
  };
  const opened = await openEngine({
    dataDir,
    workstationName: 'Desk 1',
    appVersion: '0.1.0',
    clock: { ...machineClock, nowMs: () => nowMs, monotonicMs: () => 0 },
    ids,
    vault: new MemoryVault(vaultFile),
    backend,
    secretHash: argon2,
    log: silentLog,
    enrol: null,
    ballastBytes: 512 * 1024,
    ...more(step),
  });
  if (!opened.ok) throw new Error(opened.code);
  const engine = opened.value;
  const bridge = makeBridgeDesk(engine);
  const desk: DyingEngine = {
    engine,
    offline: false,
    async ask(method, input) {
      const answer = await bridge.call(method, input);
      if (!answer.ok) throw new Error(`${method} ${answer.code}`);
      return answer.value;
    },
    async refused(method, input) {
      const answer = await bridge.call(method, input);
      if (answer.ok) throw new Error(`${method} was not refused`);
      return answer.code;
    },
    seen: (fact) => void writeSync(1, `${JSON.stringify(fact)}\n`),
    steps: () => steps,
    step,
  };
  return desk;
}
