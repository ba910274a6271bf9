import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { v7 as uuid } from 'uuid';
import { CARDS_PER_CONTRACT, PRODUCT } from '../data/bulk-network.ts';
import type { BenchServer } from './server.ts';

const STRIDE = 7_919;
const VOLUME_ML = 10_000;
const PLENTY = '900000000000';
const DIGEST = 'd'.repeat(64);

/**
 * The peer of the deciding path: the same authorization as one function of PostgreSQL, each call a
 * durable transaction of its own, from so many clients at once.
 */
export class OneFunction {
  readonly #clients: readonly Client[];
  readonly #cards: number;
  #turn = 0;

  private constructor(clients: readonly Client[], cards: number) {
    this.#clients = clients;
    this.#cards = cards;
  }

  static async open(
    server: BenchServer,
    { cards, clients }: { cards: number; clients: number },
  ): Promise<OneFunction> {
    const open = await Promise.all(Array.from({ length: clients }, () => server.connect()));
    const [first] = open;
    if (first === undefined) throw new RangeError('no clients');
    await first.query(await readFile(join(import.meta.dirname, 'schema.sql'), 'utf8'));
    for (const statement of filling(cards)) await first.query(statement);
    return new OneFunction(open, cards);
  }

  /** @returns sales per second */
  async sellFor(ms: number): Promise<number> {
    const startedMs = performance.now();
    const counts = await Promise.all(
      this.#clients.map(async (client) => {
        let count = 0;
        while (performance.now() - startedMs < ms) {
          await client.query(this.#next());
          count += 1;
        }
        return count;
      }),
    );
    const count = counts.reduce((sum, one) => sum + one, 0);
    return (count * 1_000) / (performance.now() - startedMs);
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.end()));
  }

  #next(): { name: string; text: string; values: unknown[] } {
    this.#turn += 1;
    const card = `card-${(this.#turn * STRIDE) % this.#cards}`;
    const who = [card, 'station-0', 'desk-0', 'till', PRODUCT];
    const values = [uuid(), DIGEST, ...who, 1 + (this.#turn % 8), VOLUME_ML, Date.now()];
    const text = 'SELECT authorize_sale($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)';
    return { name: 'authorize', text, values };
  }
}

/** The network of data/bulk-network.ts, as far as an authorization reads it. */
function filling(cards: number): readonly string[] {
  const contracts = Math.ceil(cards / CARDS_PER_CONTRACT);
  const zeros = (count: number): string => `array_fill(0::bigint, ARRAY[${count}])`;
  const counters = (count: number): string =>
    `array_fill(''::text, ARRAY[${count}]), ${zeros(count)}, ${zeros(count)}, ${zeros(count)}`;
  const plenty = (count: number): string => `array_fill(${PLENTY}::bigint, ARRAY[${count}])`;
  const all = (table: string): string => `INSERT INTO ${table} SELECT`;
  return [
    `INSERT INTO workstation VALUES ('desk-0', 'station-0', 'active')`,
    `INSERT INTO product VALUES ('${PRODUCT}', 'litre', 'fuel')`,
    `INSERT INTO price VALUES ('station-0', '${PRODUCT}', 0, 6000, 'RUB')`,
    `${all('contract')} 'contract-' || n, 'Europe/Moscow', 'RUB', 'signed', ${PLENTY}, 0
      FROM generate_series(0, ${contracts - 1}) n`,
    `${all('card')} 'card-' || n, 'contract-' || n / ${CARDS_PER_CONTRACT}, 'active',
      '2039-12-31', 600000, NULL, NULL, NULL, NULL, false FROM generate_series(0, ${cards - 1}) n`,
    `${all('pack')} 'card/card-' || n, 'contract-' || n / ${CARDS_PER_CONTRACT},
      ARRAY[gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid()]::text[],
      ARRAY['volume', 'count', 'money', 'volume'], ARRAY['*', '*', '*', '${PRODUCT}'],
      ARRAY['day', 'day', 'month', 'month'], ${plenty(4)}, ${counters(4)}, 0, 0, 0, NULL
      FROM generate_series(0, ${cards - 1}) n`,
    `${all('pack')} 'contract/contract-' || n, 'contract-' || n,
      ARRAY[gen_random_uuid(), gen_random_uuid()]::text[], ARRAY['volume', 'money'],
      ARRAY['*', '*'], ARRAY['week', 'month'], ${plenty(2)}, ${counters(2)}, 0, 0, 0, NULL
      FROM generate_series(0, ${contracts - 1}) n`,
    'VACUUM ANALYZE',
  ];
}
