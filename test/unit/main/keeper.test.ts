import { EventEmitter } from 'node:events';
import pino from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Child, ProcessDoor } from '#main/doors/processes.ts';
import { Keeper, type KeptState } from '#main/process/keeper.ts';
import { ok, refuse, type Result } from '#protocol/result.ts';

/** A process that a test ends when it likes. */
class PuppetProcess implements Child {
  readonly #events = new EventEmitter();
  readonly pid = 1;
  readonly heard: unknown[] = [];
  post(message: unknown): void {
    this.heard.push(message);
    if (Object(message).control === 'stop') this.die(0);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#events.on('message', listener);
  }
  onExit(listener: (exitCode: number) => void): void {
    this.#events.on('exit', listener);
  }
  kill(): void {
    this.die(9);
  }
  die(exitCode: number): void {
    this.#events.emit('exit', exitCode);
  }
}

let children: PuppetProcess[];
let states: KeptState[];
let events: EventEmitter;

const door: ProcessDoor = {
  fork: () => {
    const child = new PuppetProcess();
    children.push(child);
    return child;
  },
  channel: () => {
    throw new Error('no ports in this test');
  },
};

function keep(boot: () => Promise<Result<number>>): Keeper<number> {
  return new Keeper({
    name: 'engine',
    door,
    log: pino({ level: 'silent' }),
    stopMessage: { control: 'stop' },
    boot,
    onMessage: () => undefined,
    onState: (state) => states.push(state),
    onDeath: () => events.emit('death'),
    onBack: (value) => events.emit('back', value),
    onGivenUp: (code) => events.emit('given up', code),
  });
}

const next = (name: string): Promise<unknown> =>
  new Promise((resolve) => events.once(name, resolve));

beforeEach(() => {
  children = [];
  states = [];
  events = new EventEmitter();
});

describe('keeper of a process', () => {
  it('starts it again when it dies, and says so meanwhile', async () => {
    const keeper = keep(async () => ok(children.length));
    expect(await keeper.start()).toEqual({ ok: true, value: 1 });
    const back = next('back');
    children[0]?.die(9);
    expect(keeper.state).toBe('restarting');
    expect(await back).toBe(2);
    expect(states).toEqual(['starting', 'running', 'restarting', 'running']);
    await keeper.stop();
  });

  it('lets a process that was stopped rest', async () => {
    const keeper = keep(async () => ok(0));
    await keeper.start();
    await keeper.stop();
    expect(children).toHaveLength(1);
    expect(children[0]?.heard).toEqual([{ control: 'stop' }]);
    expect(keeper.state).toBe('not-used');
  });

  it('gives up when the process refuses to work', async () => {
    const keeper = keep(async () => (children.length === 1 ? ok(1) : refuse('DATABASE_DAMAGED')));
    await keeper.start();
    const givenUp = next('given up');
    children[0]?.die(1);
    expect(await givenUp).toBe('DATABASE_DAMAGED');
    expect(keeper.state).toBe('down');
    await keeper.stop();
  });

  it('tells a process that dies before it is ready from one that refuses', async () => {
    const keeper = keep(() => {
      children.at(-1)?.die(11);
      return new Promise(() => undefined);
    });
    await expect(keeper.start()).rejects.toThrow('ended before it was ready');
    await keeper.stop();
  });

  it('stops in the middle of a restart', async () => {
    const keeper = keep(async () => ok(0));
    await keeper.start();
    children[0]?.die(9);
    await keeper.stop();
    expect(children).toHaveLength(1);
    expect(keeper.state).toBe('not-used');
  });
});
