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

const statements = new Map<string, { readonly name: string; readonly text: string }>();

/**
 * The statement that writes them; `$1` is the rows as JSON. Of visits it answers key and count.
 * Statements of one form have one name, by which the server keeps its plan.
 */
export function putStatement({ way, table, key, rows }: Put): { name: string; text: string } {
  const columns = Object.keys(rows[0] ?? {});
  const form = `${way} ${table} ${columns.join(' ')}`;
  const known = statements.get(form);
  if (known !== undefined) return known;
  const text = putText({ way, table, key, columns });
  const made = { name: `${way} ${table} ${statements.size}`, text };
  statements.set(form, made);
  return made;
}

interface Form extends Omit<Put, 'rows'> {
  readonly columns: readonly string[];
}

function putText({ way, table, key, columns }: Form): string {
  const given = `json_populate_recordset(NULL::${table}, $1::json)`;
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
        last_at_ms = greatest(${table}.last_at_ms, excluded.last_at_ms)
        RETURNING card_id, station_id, sale_count`;
  }
}
