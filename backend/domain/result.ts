// Expected outcomes are values, not exceptions: a refusal carries a stable code and typed
// parameters, so that the same refusal reads alike on the wire, in the journal and on the screen.

/** Parameters of a refusal: plain values only, never a secret, a PIN or a full card number. */
export type Params = Readonly<Record<string, string | number | boolean | null>>;

/** Either a value, or a refusal with a stable code (architecture §12). */
export type Result<T, C extends string = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: C; readonly params: Params };

/** What went against somebody, and what he needs to act on it. */
export interface Refusal {
  readonly code: string;
  readonly params: Params;
}

/** Wraps a successful outcome. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Makes a refusal; `params` name what the person needs to act on it. */
export function refuse<C extends string>(
  code: C,
  params: Params = {},
): { readonly ok: false; readonly code: C; readonly params: Params } {
  return { ok: false, code, params };
}

/** The outcome of work inside of something that may be refused itself: the outer refusal first. */
export function flat<T, C extends string>(outer: Result<Result<T, C>, C>): Result<T, C> {
  return outer.ok ? outer.value : outer;
}
