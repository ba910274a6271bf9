import { assert } from '../assert.ts';

export type RedemptionState = 'held' | 'captured' | 'reversed';

/**
 * Points or a voucher taken at a desk, from hold to capture or reversal like a sale. It counts on
 * one allowance, `points/<id>` in points or `voucher/<id>` in redemptions.
 */
export interface Redemption {
  readonly redemptionId: string;
  readonly allowanceKey: string;
  readonly contractId: string;
  readonly stationId: string;
  readonly workstationId: string;
  readonly operatorId: string;
  readonly quantity: number;
  /** The lease that pays for it; null when the authority itself decided. */
  readonly leaseId: string | null;
  readonly mode: 'online' | 'offline';
  readonly state: RedemptionState;
  readonly heldAtMs: number;
  readonly closedAtMs: number | null;
  /** Of a voucher: what went into the tank, at most its nominal; null until captured. */
  readonly volumeMl: number | null;
}

export type RedemptionRefusal = 'REDEMPTION_REVERSED' | 'REDEMPTION_CAPTURED';

/** Why it cannot be captured, or null. */
export function redemptionCaptureRefusal({ state }: Redemption): RedemptionRefusal | null {
  if (state === 'reversed') return 'REDEMPTION_REVERSED';
  return state === 'captured' ? 'REDEMPTION_CAPTURED' : null;
}

/** The redemption as captured: the whole of it is gone, whatever the tank took. */
export function redemptionCaptured(
  redemption: Redemption,
  { atMs, volumeMl }: { readonly atMs: number; readonly volumeMl: number | null },
): Redemption {
  assert(redemption.state === 'held', 'only an open redemption is captured');
  return { ...redemption, state: 'captured', closedAtMs: atMs, volumeMl };
}

/** The redemption as reversed: everything goes back where it came from. */
export function redemptionReversed(redemption: Redemption, atMs: number): Redemption {
  assert(redemption.state !== 'reversed', 'a reversed redemption is over');
  return { ...redemption, state: 'reversed', closedAtMs: atMs, volumeMl: null };
}
