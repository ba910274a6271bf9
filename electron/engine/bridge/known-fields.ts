import { PEOPLE_PAGES_SINCE, RULES_SEEN_SINCE, TERMS_SEEN_SINCE } from '#protocol/version.ts';
import type { RouteInput } from '#protocol/routes.ts';
import type { Engine } from '../engine.ts';
import { onlineOnly, type Asking } from './online.ts';

/** Fields that an older backend refuses as unknown, and since when a backend knows them. */
const LATE_FIELDS = {
  'limit.set': { fields: ['seen'], since: TERMS_SEEN_SINCE },
  'limit.remove': { fields: ['seen'], since: TERMS_SEEN_SINCE },
  'limit.set-many': { fields: ['rulesSeen'], since: RULES_SEEN_SINCE },
  'limit.preview-many': { fields: ['rulesSeen'], since: RULES_SEEN_SINCE },
  'user.list': { fields: ['cursor', 'limit', 'search', 'role'], since: PEOPLE_PAGES_SINCE },
} as const;

/**
 * A request as far as the backend knows its fields. Without them an older one makes a change of
 * limits as it is given, whatever it was worked out from, and lists everybody on one page.
 */
export function asKnown<K extends keyof typeof LATE_FIELDS>(engine: Engine, routeId: K): Asking<K> {
  const ask = onlineOnly(engine, routeId);
  const { since } = LATE_FIELDS[routeId];
  const late: ReadonlySet<string> = new Set(LATE_FIELDS[routeId].fields);
  return (input, operator) => {
    const spoken = engine.core.journal.facts.get('protocol') ?? 0;
    if (spoken >= since) return ask(input, operator);
    const known = Object.entries(input).filter(([name]) => !late.has(name));
    // What is left is the same input without fields that may be missing.
    return ask(Object.fromEntries(known) as RouteInput<K>, operator);
  };
}
