import { createHash } from 'node:crypto';
import type { SqlRow } from '../../sql/sql.ts';

/**
 * How rows meet those that are there: `insert` finds none; `upsert` takes their place; `keep`
 * leaves them; `update` finds all; `add` adds to sums; `count` adds to a visit; `remove` takes
 * those out that are there.
 */
type Way = 'insert' | 'upsert' | 'keep' | 'update' | 'add' | 'count' | 'remove';

export interface Put {
  readonly way: Way;
  readonly table: string;
  readonly key: readonly string[];
  readonly rows: readonly SqlRow[];
}

export function put(way: Way, table: string, key: readonly string[], rows: readonly SqlRow[]): Put {
  return { way, table, key, rows };
}

const names = new Map<string, string>();

/**
 * One statement that writes all of them; `$n` is the n-th one's rows as JSON. It answers a list for
 * each, with an item for every row that was written: of visits, their key and count.
 */
export function writeStatement(puts: readonly Put[]): { name: string; text: string } {
  const parts = puts.map((one, index) => {
    const item = one.way === 'count' ? VISIT : 'json_build_array()';
    return `put_${index} AS (${putText(one, `$${index + 1}`)} RETURNING ${item} AS item)`;
  });
  const lists = puts.map((_one, index) => {
    return `(SELECT coalesce(json_agg(item), '[]') FROM put_${index}) AS put_${index}`;
  });
  const text = `WITH ${parts.join(',\n')}\nSELECT ${lists.join(', ')}`;
  const name = names.get(text) ?? createHash('sha256').update(text).digest('hex').slice(0, 32);
  names.set(text, name);
  return { name, text };
}

const VISIT = 'json_build_array(card_visit.card_id, card_visit.station_id, card_visit.sale_count)';

function putText({ way, table, key, rows }: Put, mark: string): string {
  const columns = Object.keys(rows[0] ?? {});
  const given = `json_populate_recordset(NULL::${table}, ${mark}::json)`;
  const others = columns.filter((column) => !key.includes(column));
  if (way === 'update') {
    const set = others.map((column) => `${column} = given.${column}`).join(', ');
    const match = key.map((column) => `${table}.${column} = given.${column}`).join(' AND ');
    // Joined alone, a list of unknown length would have the whole table read.
    const among = key.map((column) => {
      return `${table}.${column} = ANY (ARRAY (SELECT ${column} FROM ${given}))`;
    });
    return `UPDATE ${table} SET ${set} FROM ${given} AS given
      WHERE ${match} AND ${among.join(' AND ')}`;
  }
  if (way === 'remove') {
    const match = key.map((column) => `${table}.${column} = given.${column}`).join(' AND ');
    return `DELETE FROM ${table} USING ${given} AS given WHERE ${match}`;
  }
  const list = columns.join(', ');
  const insert = `INSERT INTO ${table} (${list}) SELECT ${list} FROM ${given}`;
  switch (way) {
    case 'insert':
      return insert;
    case 'keep':
      return `${insert} ON CONFLICT (${key.join(', ')}) DO NOTHING`;
    case 'upsert': {
      const set = others.map((column) => `${column} = excluded.${column}`).join(', ');
      return `${insert} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${set}`;
    }
    case 'add': {
      const set = others.map((one) => `${one} = ${table}.${one} + excluded.${one}`).join(', ');
      return `${insert} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${set}`;
    }
    case 'count':
      return `${insert} ON CONFLICT (${key.join(', ')}) DO UPDATE SET
        sale_count = ${table}.sale_count + excluded.sale_count,
        last_at_ms = greatest(${table}.last_at_ms, excluded.last_at_ms)`;
  }
}
