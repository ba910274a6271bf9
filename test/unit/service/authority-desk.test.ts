import { describe, expect, it } from 'vitest';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import { ok } from '#domain/result.ts';
import { LoopTurns } from '#adapter/clock/loop-turns.ts';
import { AuthorityDesk } from '#service/authority/authority-desk.ts';
import type { AuthorityAnswer, AuthorityRequest, DecidingStore } from '#service/ports.ts';

const clock = { nowMs: () => 1_000 };
const done: AuthorityAnswer = { outcome: ok({ kind: 'done' }), repeated: false, line: null };

/** Answers every command and remembers the batches in which they came. */
class BatchLog implements DecidingStore {
  readonly batches: string[][] = [];
  poison: string | null = null;

  async commitBatch(requests: readonly AuthorityRequest[]): Promise<readonly AuthorityAnswer[]> {
    const ids = requests.map(({ digest }) => digest);
    this.batches.push(ids);
    if (this.poison !== null && ids.includes(this.poison)) throw new Error('poisoned');
    return requests.map(() => done);
  }
}

/** One that decides nothing before it is told to, and takes ahead. */
class GatedLog extends BatchLog {
  readonly takesAhead = true;
  readonly #waiting: (() => void)[] = [];
  #isOpen = false;

  override async commitBatch(requests: readonly AuthorityRequest[]) {
    const decided = super.commitBatch(requests);
    // Whoever waits hears what it throws, later.
    decided.catch(() => undefined);
    if (!this.#isOpen) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return decided;
  }

  letOneGo(): void {
    this.#waiting.shift()?.();
  }

  open(): void {
    this.#isOpen = true;
    while (this.#waiting.length > 0) this.letOneGo();
  }
}

/** Until nothing happens any more without being told to. */
const untilStill = (): Promise<unknown> => new Promise(setImmediate);

const request = (digest: string): AuthorityRequest => {
  const command: AuthorityCommand = {
    kind: 'limit.remove',
    commandId: digest,
    atMs: 0,
    workstationId: null,
    contractId: '-',
    limitId: '-',
  };
  return { command, digest, line: null };
};

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `c${i}`);

describe('authority desk', () => {
  it('decides what arrives together in one commit', async () => {
    const store = new BatchLog();
    const desk = new AuthorityDesk(store, new LoopTurns(), clock);
    const answers = await Promise.all(names(40).map((name) => desk.ask(request(name))));
    expect(answers).toHaveLength(40);
    expect(store.batches).toEqual([names(40)]);
  });

  it('gives a store that decides several batches at once a share of the queue for each', async () => {
    const store = Object.assign(new BatchLog(), { batchesAtOnce: 4 });
    const desk = new AuthorityDesk(store, new LoopTurns(), clock);
    await Promise.all(names(100).map((name) => desk.ask(request(name))));
    expect(store.batches.map(({ length }) => length)).toEqual([25, 19, 16, 16, 16, 8]);
    expect(store.batches.flat()).toEqual(names(100));
  });

  it('keeps the order of requests and never divides what was asked as one', async () => {
    const store = new BatchLog();
    const desk = new AuthorityDesk(store, new LoopTurns(), clock);
    const journal = names(1000).map(request);
    const [, answers] = await Promise.all([desk.ask(request('first')), desk.askAll(journal)]);
    expect(answers).toHaveLength(1000);
    expect(store.batches.map((batch) => batch.length)).toEqual([1, 1000]);
    expect(store.batches[1]).toEqual(names(1000));
  });

  it('a journal lets whoever asks for himself go first, and comes piece by piece, in order', async () => {
    const store = new BatchLog();
    const desk = new AuthorityDesk(store, new LoopTurns(), clock);
    const journal = names(600).map(request);
    const pushed = desk.askPatiently(journal);
    const sales = names(5).map((name) => desk.ask(request(`sale ${name}`)));
    const first = await Promise.race([
      pushed.then(() => 'journal'),
      ...sales.map((s) => s.then(() => 'sale')),
    ]);
    expect(first).toBe('sale');
    expect(await pushed).toHaveLength(600);
    expect(store.batches[0]?.slice(0, 5)).toEqual(names(5).map((name) => `sale ${name}`));
    expect(Math.max(...store.batches.map(({ length }) => length))).toBeLessThanOrEqual(512 + 5);
    const lines = store.batches.flat().filter((digest) => !digest.startsWith('sale'));
    expect(lines).toEqual(names(600));
  });

  it('somebody at a pump waits for a small piece of a journal at most, and the journal comes on', async () => {
    const store = new BatchLog();
    const desk = new AuthorityDesk(store, new LoopTurns(), clock);
    await desk.ask(request('before'));
    const pushed = desk.askPatiently(names(600).map(request));
    let underWay = true;
    void pushed.finally(() => (underWay = false));
    for (let n = 0; underWay; n += 1) await desk.ask(request(`sale ${n}`));
    const ofJournals = store.batches.map((batch) => batch.filter((name) => name.startsWith('c')));
    expect(Math.max(...ofJournals.map(({ length }) => length))).toBeLessThanOrEqual(24);
    expect(ofJournals.flat()).toEqual(names(600));
  });

  it('a journal comes in large pieces again when nobody at a pump has asked for a while', async () => {
    const store = new BatchLog();
    let nowMs = 1_000;
    const desk = new AuthorityDesk(store, new LoopTurns(), { nowMs: () => nowMs });
    await desk.ask(request('sale'));
    nowMs += 499;
    await desk.askPatiently(names(30).map(request));
    nowMs += 1;
    await desk.askPatiently(names(600).map(request));
    expect(store.batches.map(({ length }) => length)).toEqual([1, 16, 14, 512, 88]);
  });

  it('somebody who asks after a calm goes with a small piece of the journals that wait', async () => {
    const store = new BatchLog();
    const gate = Promise.withResolvers<void>();
    const slow: DecidingStore = {
      commitBatch: async (requests) => {
        const answers = await store.commitBatch(requests);
        if (store.batches.length === 1) await gate.promise;
        return answers;
      },
    };
    const desk = new AuthorityDesk(slow, new LoopTurns(), clock);
    const all = names(1500).map(request);
    const pushed = [all.slice(0, 500), all.slice(500, 1000), all.slice(1000)].map((journal) =>
      desk.askPatiently(journal),
    );
    while (store.batches.length === 0) await new Promise(setImmediate);
    const sales = Array.from({ length: 4 }, (_, n) => request(`sale ${n}`));
    const asked = sales.map((sale) => desk.ask(sale));
    gate.resolve();
    await Promise.all(asked);
    const answers = await Promise.all(pushed);
    expect(answers.map(({ length }) => length)).toEqual([500, 500, 500]);
    const [first = [], ...later] = store.batches;
    expect(first).toHaveLength(512);
    expect(Math.max(...later.map(({ length }) => length))).toBe(16);
    for (const from of [0, 500, 1000]) {
      const own = new Set(names(1500).slice(from, from + 500));
      const decided = store.batches.flat().filter((name) => own.has(name));
      expect(decided).toEqual([...own]);
    }
  });

  it('gives a store that takes ahead the next piece of a journal before the one before is answered', async () => {
    const store = new GatedLog();
    const desk = new AuthorityDesk(store, { next: async () => undefined }, clock);
    const pushed = desk.askPatiently(names(1500).map(request));
    await untilStill();
    expect(store.batches.map(({ length }) => length)).toEqual([512, 512]);
    store.open();
    expect(await pushed).toHaveLength(1500);
    expect(store.batches.flat()).toEqual(names(1500));
  });

  it('gives nothing of a journal ahead while somebody at a pump has just asked', async () => {
    const store = new GatedLog();
    const desk = new AuthorityDesk(store, { next: async () => undefined }, clock);
    const sale = desk.ask(request('sale'));
    await untilStill();
    const pushed = desk.askPatiently(names(40).map(request));
    store.letOneGo();
    await sale;
    await untilStill();
    expect(store.batches.map(({ length }) => length)).toEqual([1, 16]);
    store.open();
    await pushed;
    expect(store.batches.flat()).toEqual(['sale', ...names(40)]);
  });

  it('somebody who asks while a piece of a journal is decided is with the store before it is done', async () => {
    const store = new GatedLog();
    const desk = new AuthorityDesk(store, { next: async () => undefined }, clock);
    const sales = [desk.ask(request('sale 0'))];
    await untilStill();
    const pushed = desk.askPatiently(names(40).map(request));
    store.letOneGo();
    await untilStill();
    for (const name of ['sale 1', 'sale 2', 'sale 3']) {
      sales.push(desk.ask(request(name)));
      await untilStill();
    }
    // The others come together behind him, as they would without a journal.
    expect(store.batches).toEqual([['sale 0'], names(16), ['sale 1']]);
    store.open();
    await Promise.all([pushed, ...sales]);
    expect(store.batches[3]).toEqual(['sale 2', 'sale 3']);
    const lines = store.batches.flat().filter((name) => !name.startsWith('sale'));
    expect(lines).toEqual(names(40));
  });

  it('gives nothing more of a journal of which a piece has failed, though one was ahead', async () => {
    const store = new GatedLog();
    store.poison = 'c0';
    const desk = new AuthorityDesk(store, { next: async () => undefined }, clock);
    const pushed = desk.askPatiently(names(2000).map(request));
    await untilStill();
    store.open();
    await expect(pushed).rejects.toThrow('poisoned');
    await desk.idle();
    expect(store.batches.map(({ length }) => length)).toEqual([512, 512]);
    await expect(desk.ask(request('next'))).resolves.toEqual(done);
  });

  it('a request that fails does not fail those that came with it', async () => {
    const store = new BatchLog();
    store.poison = 'c1';
    const desk = new AuthorityDesk(store, new LoopTurns(), clock);
    const settled = await Promise.allSettled(names(3).map((name) => desk.ask(request(name))));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('answers whoever asks in the turns in which the batch before ends', async () => {
    const desk = new AuthorityDesk(new BatchLog(), { next: () => Promise.resolve() }, clock);
    for (let turns = 0; turns < 12; turns += 1) {
      const first = desk.ask(request(`first-${turns}`));
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      const second = desk.ask(request(`second-${turns}`));
      const never = new Promise((resolve) => {
        setImmediate(() => resolve('never answered'));
      });
      const outcome = await Promise.race([Promise.all([first, second]), never]);
      expect(outcome, `asked after ${turns} turns`).not.toBe('never answered');
    }
  });

  it('is idle when everything that was asked is answered', async () => {
    const store = new BatchLog();
    const desk = new AuthorityDesk(store, new LoopTurns(), clock);
    const asked = desk.ask(request('c0'));
    await desk.idle();
    expect(store.batches).toEqual([['c0']]);
    await asked;
    await desk.idle();
    expect(store.batches).toHaveLength(1);
  });

  it('has as many batches under way as the store can decide at once', async () => {
    const underWay: string[][] = [];
    let goOn = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const store: DecidingStore = {
      batchesAtOnce: 2,
      commitBatch: async (requests) => {
        underWay.push(requests.map(({ digest }) => digest));
        await gate;
        return requests.map(() => done);
      },
    };
    const desk = new AuthorityDesk(store, { next: async () => undefined }, clock);
    const asked: Promise<unknown>[] = [];
    for (const name of names(4)) {
      asked.push(desk.ask(request(name)));
      // Long enough for whoever is free to take what was asked.
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    }
    expect(underWay).toEqual([['c0'], ['c1']]);
    goOn();
    await Promise.all(asked);
    expect(underWay).toEqual([['c0'], ['c1'], ['c2', 'c3']]);
  });
});
