import type { Caller } from '../caller.ts';

const callers = new WeakMap<object, Caller>();

/** Marks a refusal with whose it is, where that was proved before he was stopped. */
export function refusedTo<Refused extends object>(refusal: Refused, caller: Caller): Refused {
  callers.set(refusal, caller);
  return refusal;
}

/** Whose a refusal at the doors is, for the audit trail; null where nobody is known. */
export function refusedCaller(refusal: object): Caller | null {
  return callers.get(refusal) ?? null;
}
