// Assertions state what only a bug can break. They stay on in every build, and their messages name
// the rule, never the data: an error text may end in a log.

/** Throws when `condition` is false: the caller broke a promise. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Ends a switch over a union; the compiler refuses it while a case is missing. */
export function assertNever(x: never): never {
  throw new Error(`unexpected case of type ${typeof x}`);
}

/** Throws unless `value` is an integer that a JavaScript number holds exactly (|value| < 2^53). */
export function assertSafeInteger(value: number, name: string): void {
  assert(Number.isSafeInteger(value), `${name} must be a safe integer`);
}
