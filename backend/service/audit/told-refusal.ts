/** Refusals whose entry is written already. */
const told = new WeakSet<object>();

/**
 * Marks a refusal that was told with what it counted, in one transaction: a wrong code uses one of
 * its tries up, a wrong password delays the next one. It is not told again when it is answered.
 */
export function toldRefusal<Refused extends object>(refusal: Refused): Refused {
  told.add(refusal);
  return refusal;
}

/** Whether the trail has the entry of a refusal. */
export function isTold(refusal: object): boolean {
  return told.has(refusal);
}
