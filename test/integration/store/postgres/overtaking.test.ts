import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { PostgresStore } from '#store/postgres/open-postgres-store.ts';
import { deaf, openBackends, type Backends } from '#test/support/postgres/backends.ts';

let backends: Backends | null = null;
afterEach(async () => {
  await backends?.close();
  backends = null;
});

const STATION = 'station-1';

/** A transaction that touches rows of the feed and stays open until it is told to end. */
class Slow {
  readonly #begun: Promise<void>;
  readonly #ended: Promise<unknown>;
  #end = (): void => undefined;

  constructor({ db }: PostgresStore, rowIds: readonly string[], fails: boolean) {
    let begun = (): void => undefined;
    this.#begun = new Promise((resolve) => {
      begun = resolve;
    });
    const gate = new Promise<void>((resolve) => {
      this.#end = resolve;
    });
    this.#ended = db
      .write(async (sql) => {
        // The transaction has its number and its rows before any other that begins after it.
        for (const groupId of rowIds) {
          await sql.run(`INSERT INTO product_group VALUES (@groupId, 'a name')`, { groupId });
          await sql.touch('product-group', groupId);
        }
        begun();
        await gate;
        if (fails) throw new Error('undone');
      })
      .catch(() => undefined);
  }

  begun(): Promise<void> {
    return this.#begun;
  }

  async end(): Promise<void> {
    this.#end();
    await this.#ended;
  }
}

/** Pulls what there is after a cursor, in small pages. */
class Reader {
  readonly seen: string[] = [];
  #cursor = '';

  async pull({ stores }: PostgresStore): Promise<void> {
    for (;;) {
      const page = await stores.feed.feed({ stationId: STATION, cursor: this.#cursor, limit: 2 });
      if (page === null) throw new Error('the cursor is ours');
      this.seen.push(...page.rows.map(({ rowId }) => rowId));
      this.#cursor = page.cursor;
      if (page.complete) return;
    }
  }
}

describe('a feed whose commits overtake each other', () => {
  it('[I4] shows every row to a reader who pulls in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 3 }), fails: fc.boolean() }), {
          minLength: 2,
          maxLength: 5,
        }),
        fc.infiniteStream(fc.nat({ max: 100 })),
        async (plans, choice) => {
          await backends?.close();
          backends = await openBackends([deaf, deaf]);
          const [one, other] = backends.stores;
          const readers = [new Reader(), new Reader()];
          const open: { slow: Slow; ids: readonly string[]; fails: boolean }[] = [];
          const committed: string[] = [];
          for (const [index, { size, fails }] of plans.entries()) {
            const ids = Array.from({ length: size }, (_, n) => `row-${index}-${n}`);
            const slow = new Slow(index % 2 === 0 ? one! : other!, ids, fails);
            await slow.begun();
            open.push({ slow, ids, fails });
          }
          while (open.length > 0) {
            const [next] = open.splice((choice.next().value ?? 0) % open.length, 1);
            await next!.slow.end();
            if (!next!.fails) committed.push(...next!.ids);
            await readers[0]!.pull(one!);
            if ((choice.next().value ?? 0) % 2 === 0) await readers[1]!.pull(other!);
          }
          await readers[1]!.pull(other!);
          for (const { seen } of readers) {
            expect(seen.toSorted()).toEqual(committed.toSorted());
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('a row that moves again while another transaction is open is shown again', async () => {
    backends = await openBackends([deaf]);
    const [store] = backends.stores;
    const slow = new Slow(store!, ['slow'], false);
    await slow.begun();
    const quick = new Slow(store!, ['quick'], false);
    await quick.end();
    const reader = new Reader();
    await reader.pull(store!);
    expect(reader.seen).toEqual(['quick']);
    await store!.db.write((sql) => sql.touch('product-group', 'quick'));
    await slow.end();
    await reader.pull(store!);
    expect(reader.seen.toSorted()).toEqual(['quick', 'quick', 'slow']);
  });
});
