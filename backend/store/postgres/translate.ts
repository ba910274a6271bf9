export interface Translated {
  /** Short and the same for the same statement: PostgreSQL keeps its plan under it. */
  readonly name: string;
  readonly text: string;
  readonly valuesOf: (values: object) => unknown[];
}

const known = new Map<string, Translated>();

/** A statement of the shared stores as PostgreSQL wants it. */
export function translated(sql: string): Translated {
  const before = known.get(sql);
  if (before !== undefined) return before;
  const made = translate(sql, `s${known.size}`);
  known.set(sql, made);
  return made;
}

/** `@name` becomes `$n`, and names with capitals are quoted, which PostgreSQL would fold. */
function translate(sql: string, name: string): Translated {
  const names: string[] = [];
  const text = sql
    .replaceAll(/@([A-Za-z]\w*)/gu, (_all, parameter: string) => {
      if (!names.includes(parameter)) names.push(parameter);
      return `$${names.indexOf(parameter) + 1}`;
    })
    .replaceAll(/\bAS ([a-z]+[A-Z]\w*)/gu, 'AS "$1"');
  return { name, text, valuesOf: (values) => names.map((one) => valueOf(values, one)) };
}

function valueOf(values: object, name: string): unknown {
  const value: unknown = Reflect.get(values, name);
  if (value === undefined) throw new Error(`the statement's value ${name} is missing`);
  return value;
}
