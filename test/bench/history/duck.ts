import { join } from 'node:path';
import { cached } from '../data/cache.ts';
import { ChildServer } from '../http/child-server.ts';
import type { Bench } from '../part.ts';
import { saleColumns } from './history-file.ts';

const GENERATOR = 1;
const FILE = 'sales.duckdb';

export interface DuckTimes {
  readonly tookMs: readonly number[];
  readonly rowCount: number;
}

type Child = ChildServer<{ ready: true }>;

/** The peer of free questions: the same rows in DuckDB's own file, made once. */
export class Duck {
  readonly #child: Child;

  private constructor(child: Child) {
    this.#child = child;
  }

  static async open(bench: Bench, peers: string, count: number): Promise<Duck> {
    const columns = saleColumns(count);
    const list = Object.entries(columns).map(([name, value]) => `${value} AS ${name}`);
    // DuckDB divides integers into fractions where SQLite does not.
    const make = `CREATE TABLE sale AS SELECT ${list.join(', ').replaceAll(' / ', ' // ')}
      FROM range(${count}) AS number(n)`;
    const start = (file: string): Promise<Child> =>
      ChildServer.start('../peers/duck-child.mjs', { peers, file, make }, bench.signal);
    const folder = await cached({
      name: `duck-${count}`,
      madeOf: JSON.stringify([GENERATOR, make]),
      make: async (growing) => {
        await (await start(join(growing, FILE))).stop();
      },
    });
    return new Duck(await start(join(folder, FILE)));
  }

  ask(queries: readonly string[]): Promise<DuckTimes> {
    return this.#child.ask<DuckTimes>({ queries });
  }

  close(): Promise<void> {
    return this.#child.stop();
  }
}
