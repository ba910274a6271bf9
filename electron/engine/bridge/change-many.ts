import { RULES_SEEN_SINCE } from '#protocol/version.ts';
import type { RouteInput } from '#protocol/routes.ts';
import type { Engine } from '../engine.ts';
import { onlineOnly, type Asking } from './online.ts';

/**
 * A change of many limits or its preview, as far as the backend knows its fields: an older one
 * would refuse all of it for the rules that it was worked out from, and sets them as they are
 * given.
 */
export function changeMany<K extends 'limit.set-many' | 'limit.preview-many'>(
  engine: Engine,
  routeId: K,
): Asking<K> {
  const ask = onlineOnly(engine, routeId);
  return (input, operator) => {
    const spoken = engine.core.journal.facts.get('protocol') ?? 0;
    if (spoken >= RULES_SEEN_SINCE) return ask(input, operator);
    const { rulesSeen: _left, ...known } = input;
    // What is left is the same input without a field that may be missing.
    return ask(known as RouteInput<K>, operator);
  };
}
