/** The two shapes of an outcome, for the rooms that see the protocol and not the domain. */
export { ok, refuse } from '#domain/result.ts';
export type { Result } from '#domain/result.ts';
