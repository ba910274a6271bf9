import { RULES_SEEN_SINCE, TERMS_SEEN_SINCE } from '#protocol/version.ts';
import type { RouteInput } from '#protocol/routes.ts';
import type { Engine } from '../engine.ts';
import { onlineOnly, type Asking } from './online.ts';

/** The field that says what a change was worked out from, and since when a backend knows it. */
const SEEN = {
  'limit.set': { field: 'seen', since: TERMS_SEEN_SINCE },
  'limit.remove': { field: 'seen', since: TERMS_SEEN_SINCE },
  'limit.set-many': { field: 'rulesSeen', since: RULES_SEEN_SINCE },
  'limit.preview-many': { field: 'rulesSeen', since: RULES_SEEN_SINCE },
} as const;

/**
 * A change of limits or its preview, as far as the backend knows its fields: an older one would
 * refuse all of it for what it was worked out from, and makes the change as it is given.
 */
export function asKnown<K extends keyof typeof SEEN>(engine: Engine, routeId: K): Asking<K> {
  const ask = onlineOnly(engine, routeId);
  const { field, since } = SEEN[routeId];
  return (input, operator) => {
    const spoken = engine.core.journal.facts.get('protocol') ?? 0;
    if (spoken >= since) return ask(input, operator);
    const known = Object.entries(input).filter(([name]) => name !== field);
    // What is left is the same input without a field that may be missing.
    return ask(Object.fromEntries(known) as RouteInput<K>, operator);
  };
}
