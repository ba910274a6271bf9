// Whether the sale in work looks like one of a moment ago (acceptance C7).
import type { Ask } from '#domain/sale/authorize.ts';
import { duplicateOf, type RecentFill } from '#domain/sale/duplicate.ts';
import { useNowMs } from '#bridge/state/clock.ts';
import { useStation } from '#bridge/state/station-state.ts';

interface Asked {
  readonly recentFills: readonly RecentFill[];
  readonly pumpNumber: number;
  readonly ask: Ask;
}

/** Returns what finds the fill of this station that a question repeats, or null. */
export function useEarlierFill(): (asked: Asked) => RecentFill | null {
  const station = useStation();
  const nowMs = useNowMs();
  return ({ recentFills, pumpNumber, ask }) => {
    const stationId = station.context?.station.stationId;
    if (stationId === undefined) return null;
    // The machine's clock may lag behind the one that the fills were sold by.
    const atMs = Math.max(nowMs.value, ...recentFills.map((fill) => fill.authorizedAtMs));
    const volumeMl = ask.by === 'volume' ? ask.volumeMl : null;
    const amountMinor = ask.by === 'money' ? ask.amountMinor : null;
    return duplicateOf(recentFills, { stationId, pumpNumber, volumeMl, amountMinor, atMs });
  };
}
