import type { Sql } from '../sql.ts';
import type { Operation } from './operation.ts';

/** How a page calls what its operations name by id. */
export interface Names {
  /** Masked numbers. */
  readonly cards: ReadonlyMap<string, string>;
  readonly stations: ReadonlyMap<string, string>;
  readonly products: ReadonlyMap<string, string>;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * The names of a page, each looked up once. What the registers call stations and products is kept
 * as long as nobody has written them since.
 */
export class NameBook {
  /** Of the database; null where others write unheard, and nothing is kept. */
  readonly #changes: () => number | null;
  #registers: Registers = emptyRegisters();
  #keptAt: number | null = null;

  constructor(changes: () => number | null) {
    this.#changes = changes;
  }

  async of(sql: Sql, operations: readonly Operation[]): Promise<Names> {
    const { stations, products } = this.#kept();
    const cards = new Map<string, string>();
    const wanted = {
      cards: new Set<string>(),
      stations: new Set<string>(),
      products: new Set<string>(),
    };
    for (const operation of operations) {
      if (!('cardId' in operation)) continue;
      wanted.cards.add(operation.cardId);
      if (!stations.has(operation.stationId)) wanted.stations.add(operation.stationId);
      if (!products.has(operation.productId)) wanted.products.add(operation.productId);
    }
    await look(sql, { table: 'card', name: 'pan_masked', ids: wanted.cards }, cards);
    await look(sql, { table: 'station', name: 'name', ids: wanted.stations }, stations);
    await look(sql, { table: 'product', name: 'name', ids: wanted.products }, products);
    return { cards, stations, products };
  }

  #kept(): Registers {
    const now = this.#changes();
    if (now === null) return emptyRegisters();
    if (now !== this.#keptAt) this.#registers = emptyRegisters();
    this.#keptAt = now;
    return this.#registers;
  }
}

interface Registers {
  readonly stations: Map<string, string>;
  readonly products: Map<string, string>;
}

function emptyRegisters(): Registers {
  return { stations: new Map(), products: new Map() };
}

interface Look {
  readonly table: 'card' | 'station' | 'product';
  readonly name: 'name' | 'pan_masked';
  readonly ids: ReadonlySet<string>;
}

async function look(
  sql: Sql,
  { table, name, ids }: Look,
  into: Map<string, string>,
): Promise<void> {
  if (ids.size === 0) return;
  const found = await sql.all<Named>(
    `SELECT ${table}_id AS id, ${name} AS name FROM ${table}
     WHERE ${sql.dialect.among(`${table}_id`, '@ids')}`,
    { ids: JSON.stringify([...ids]) },
  );
  for (const { id, name: called } of found) into.set(id, called);
}
