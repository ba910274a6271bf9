import { parseAllowanceKey, type AllowanceCounters } from '#domain/limit/allowance.ts';
import { windowByKey } from '#domain/time/window.ts';

/**
 * A window stays beside its owner for this long after its end: late sales of an ordinary night
 * find it there.
 */
const KEPT_AFTER_END_MS = 3 * 86_400_000;

/** A pack is looked through when it counts this many windows, so that it stays one small row. */
const WINDOWS_MAX = 24;

interface ArchivedWindow {
  readonly allowanceKey: string;
  readonly counters: AllowanceCounters;
}

interface Archivable {
  readonly limits: readonly unknown[];
  readonly counters: Map<string, AllowanceCounters>;
  archivedThroughMs: number | null;
}

/**
 * Takes the windows that are long over out of a pack. Nothing is forgotten: what is still held or
 * leased there goes along, and comes back when a late truth names the window.
 */
export function archiveOld(
  pack: Archivable,
  { zone, nowMs }: { zone: string; nowMs: number },
): readonly ArchivedWindow[] {
  if (pack.counters.size <= Math.max(WINDOWS_MAX, 4 * pack.limits.length)) return [];
  const old: ArchivedWindow[] = [];
  for (const [allowanceKey, counters] of pack.counters) {
    const { windowKey } = parseAllowanceKey(allowanceKey);
    const endsAtMs = windowKey === null ? null : windowByKey(windowKey, zone).endsAtMs;
    if (endsAtMs === null || endsAtMs + KEPT_AFTER_END_MS > nowMs) continue;
    old.push({ allowanceKey, counters });
    pack.counters.delete(allowanceKey);
    pack.archivedThroughMs = Math.max(pack.archivedThroughMs ?? 0, endsAtMs);
  }
  return old;
}
