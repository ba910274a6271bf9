import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { machineClock } from '#engine/boot/machine-clock.ts';
import { argon2 } from '#engine/boot/adapters.ts';
import { makeBridgeDesk, type BridgeDesk } from '#engine/bridge/answer.ts';
import { openEngine, type Engine, type EngineOptions } from '#engine/engine.ts';
import type { Clock, Log } from '#engine/ports.ts';
import { makeAxios, makeHttpClient } from '#engine/sync/http-client.ts';
import type { BridgeAnswer, BridgeInput, BridgeMethod } from '#protocol/bridge.ts';
import { call } from '../backend/http-client.ts';
import { PASSWORD, pans, signIn, type SmallNetwork } from '../backend/small-network.ts';
import { CutLine } from './cut-line.ts';
import { MemoryVault } from './memory-vault.ts';

/** Wall clock and monotonic clock, moved together or apart. */
export class DeskClock implements Clock {
  readonly #source: { nowMs(): number };
  #offsetMs = 0;
  readonly #startMs: number;

  constructor(source: { nowMs(): number }) {
    this.#source = source;
    this.#startMs = source.nowMs();
  }

  nowMs(): number {
    return this.#source.nowMs() + this.#offsetMs;
  }

  monotonicMs(): number {
    return this.#source.nowMs() - this.#startMs;
  }

  /** Somebody sets the machine's clock. */
  set(byMs: number): void {
    this.#offsetMs += byMs;
  }

  /** Who waits, waits in true time: what he waits for is real. */
  readonly pause = machineClock.pause;
}

export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * One workstation over a real backend, real files and a real HTTP client, with a line that can be
 * cut.
 */
export class EngineBench {
  readonly network: SmallNetwork;
  readonly dataDir = mkdtempSync(join(tmpdir(), 'forecourt-engine-'));
  readonly vaultFile = join(this.dataDir, 'vault.json');
  readonly vault = new MemoryVault(this.vaultFile);
  readonly clock: DeskClock;
  readonly line: CutLine;
  readonly faults: string[] = [];
  engine!: Engine;
  desk!: BridgeDesk;

  private constructor(network: SmallNetwork) {
    this.network = network;
    this.clock = new DeskClock(network.backend.clock);
    const axios = makeAxios({
      baseUrl: network.url,
      proxyUrl: null,
      caPem: null,
      appVersion: '0.1.0',
    });
    this.line = new CutLine(makeHttpClient(axios, silentLog));
  }

  /** Enrolled, synchronized once, and with the operator signed in. */
  static async start(
    network: SmallNetwork,
    patch: Partial<EngineOptions> = {},
  ): Promise<EngineBench> {
    const bench = new EngineBench(network);
    const { url, stationId } = network;
    // The network's own session may have ended: tests let days pass.
    const administrator = await signIn(url, 'chief');
    const asked = { commandId: uuid(), stationId };
    const { code } = await call(url, 'workstation.code', asked, { session: administrator });
    await bench.open({ enrol: { by: 'code', code }, ...patch });
    await bench.syncOk();
    await bench.signIn();
    return bench;
  }

  async open(patch: Partial<EngineOptions> = {}): Promise<void> {
    const opened = await openEngine(this.options(patch));
    if (!opened.ok) throw new Error(opened.code);
    this.engine = opened.value;
    this.desk = makeBridgeDesk(this.engine);
  }

  options(patch: Partial<EngineOptions> = {}): EngineOptions {
    const fault = (facts: object, message: string): void => {
      this.faults.push(`${message} ${JSON.stringify(facts)}`);
    };
    return {
      dataDir: this.dataDir,
      workstationName: 'Desk 1',
      appVersion: '0.1.0',
      clock: this.clock,
      ids: { uuid: () => uuid() },
      vault: this.vault,
      backend: this.line.client,
      secretHash: argon2,
      log: { ...silentLog, error: fault, warn: fault },
      enrol: null,
      ballastBytes: 512 * 1024,
      ...patch,
    };
  }

  /** As the watchdog does after a crash: the files stay, memory does not. */
  async restart(patch: Partial<EngineOptions> = {}): Promise<void> {
    this.engine.close();
    await this.open(patch);
  }

  async signIn(login = 'till', password = PASSWORD): Promise<void> {
    const signed = await this.desk.call('session:signIn', { login, password });
    if (!signed.ok) throw new Error(signed.code);
  }

  async syncOk(): Promise<void> {
    const round = await this.engine.syncOnce();
    if (!round.ok) throw new Error(`${round.code} ${JSON.stringify(round.params)}`);
  }

  /** Cuts the line and lets the engine find out. */
  async cut(): Promise<void> {
    this.line.state = 'down';
    await this.engine.syncOnce();
  }

  async mend(): Promise<void> {
    this.line.state = 'up';
    await this.syncOk();
  }

  async ok<M extends BridgeMethod>(method: M, input: BridgeInput<M>): Promise<BridgeAnswer<M>> {
    const answer = await this.desk.call(method, input);
    if (!answer.ok) throw new Error(`${method}: ${answer.code} ${JSON.stringify(answer.params)}`);
    return answer.value;
  }

  async refused<M extends BridgeMethod>(
    method: M,
    input: BridgeInput<M>,
  ): Promise<{ readonly code: string; readonly params: Readonly<Record<string, unknown>> }> {
    const answer = await this.desk.call(method, input);
    if (answer.ok) throw new Error(`${method} was not refused`);
    return { code: answer.code, params: answer.params };
  }

  /** A whole fill of `volumeMl`, as the question asks or of 10 litres. */
  async sell(
    patch: Partial<BridgeInput<'sale:authorize'>> = {},
    volumeMl = 10_000,
  ): Promise<BridgeAnswer<'sale:authorize'>['sale']> {
    const { sale } = await this.ok('sale:authorize', this.question(patch));
    await this.ok('sale:capture', { saleId: sale.saleId, volumeMl });
    return sale;
  }

  /** A whole fill that the desk allowed by its leases. */
  async sellOffline(volumeMl = 10_000): Promise<string> {
    const sale = await this.sell({}, volumeMl);
    if (sale.mode !== 'offline') throw new Error(`the sale was ${sale.mode}`);
    return sale.saleId;
  }

  /** The code by which a question is refused. */
  async refusalOfSale(patch: Partial<BridgeInput<'sale:authorize'>> = {}): Promise<string> {
    return (await this.refused('sale:authorize', this.question(patch))).code;
  }

  /** Sells to the card, so that it is at home here, and gets leases on what it may still buy. */
  async leaseHere(): Promise<void> {
    await this.sell();
    await this.renewLeases();
  }

  /** Lets the time between two requests for leases pass, and asks for them. */
  async renewLeases(): Promise<void> {
    this.network.backend.clock.pass(6 * 60_000);
    await this.find();
    await this.syncOk();
  }

  find(card = 0): Promise<BridgeAnswer<'card:find'>> {
    return this.ok('card:find', { typed: pans[card] ?? '' });
  }

  question(patch: Partial<BridgeInput<'sale:authorize'>> = {}): BridgeInput<'sale:authorize'> {
    return {
      saleId: uuid(),
      cardId: 'card-1',
      productId: 'dt',
      pumpNumber: 1,
      ask: { by: 'volume', volumeMl: 10_000 },
      pin: null,
      ...patch,
    };
  }

  /** Sells all that a card may have here. */
  async sellOut(cardId: string): Promise<void> {
    const question = this.question({ cardId, ask: { by: 'full' } });
    const { sale } = await this.ok('sale:authorize', question);
    await this.ok('sale:capture', { saleId: sale.saleId, volumeMl: sale.holdVolumeMl });
  }

  /** Sells a whole lease, and asks for the next one: it is granted, and the answer is lost. */
  async loseGrant(): Promise<void> {
    await this.cut();
    await this.sellOut('card-1');
    this.network.backend.clock.pass(6 * 60_000);
    this.line.state = 'up';
    this.line.routes.set('lease.grant', 'deaf');
    const round = await this.engine.syncOnce();
    if (round.ok) throw new Error('the answer of the grant was heard');
    this.line.routes.clear();
  }

  dispose(): void {
    this.engine.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
