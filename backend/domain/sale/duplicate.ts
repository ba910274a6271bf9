/** Two fills of one card at one pump for the same amount within this long are looked at twice. */
export const DUPLICATE_WITHIN_MS = 15 * 60_000;

export interface RecentFill {
  readonly saleId: string;
  readonly stationId: string;
  readonly pumpNumber: number;
  readonly volumeMl: number;
  readonly amountMinor: number;
  readonly authorizedAtMs: number;
}

export interface FillAsked {
  readonly stationId: string;
  readonly pumpNumber: number;
  /** What is asked for; null for a full tank, which no amount tells apart. */
  readonly volumeMl: number | null;
  readonly amountMinor: number | null;
  readonly atMs: number;
}

/**
 * The fill that this one looks like the same as: same pump, same litres or money, a moment ago
 * (acceptance C7). A full tank looks like any fill at that pump. The desk asks before the second;
 * nothing is refused.
 */
export function duplicateOf(recent: readonly RecentFill[], asked: FillAsked): RecentFill | null {
  const { stationId, pumpNumber, volumeMl, amountMinor, atMs } = asked;
  const isSame = (fill: RecentFill): boolean => {
    const ageMs = atMs - fill.authorizedAtMs;
    if (fill.stationId !== stationId || fill.pumpNumber !== pumpNumber) return false;
    if (ageMs < 0 || ageMs > DUPLICATE_WITHIN_MS) return false;
    if (volumeMl === null && amountMinor === null) return true;
    return fill.volumeMl === volumeMl || fill.amountMinor === amountMinor;
  };
  return recent.find(isSame) ?? null;
}
