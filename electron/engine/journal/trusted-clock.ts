import type { Clock } from '../ports.ts';
import type { Facts } from './facts.ts';

/**
 * A clock that was set back by less cannot bring a dead lease to life: leases stop that much
 * earlier.
 */
const BACK_TOLERANCE_MS = 60_000;
/** A clock further ahead of what really passed is not believed (acceptance §4.1). */
const AHEAD_TOLERANCE_MS = 5 * 60_000;

/**
 * The time in which leases live: the backend's at the last contact, carried on by the monotonic
 * clock. Where the wall clock contradicts it, no lease may be spent until the next contact.
 */
export interface TrustedClock {
  /** Best knowledge of the backend's time; never goes back between two contacts. */
  nowMs(): number;
  /** Null when the time can be relied on. */
  fault(): 'CLOCK_UNTRUSTED' | null;
  /**
   * Tells the backend's time, which is the truth from now on. Call it inside a transaction of the
   * journal.
   */
  contact(backendNowMs: number): void;
}

export function openTrustedClock(clock: Clock, facts: Facts): TrustedClock {
  const offsetMs = facts.get('clockOffsetMs') ?? 0;
  const knownMs = facts.get('knownMs') ?? 0;
  let wallMs = clock.nowMs();
  let monotonicMs = clock.monotonicMs();
  let trustedMs = Math.max(wallMs + offsetMs, knownMs);
  let latestMs = trustedMs;
  let untrusted = wallMs + offsetMs < knownMs - BACK_TOLERANCE_MS;

  const read = (): void => {
    const passedMs = clock.monotonicMs() - monotonicMs;
    const shownMs = clock.nowMs() - wallMs;
    const driftMs = shownMs - passedMs;
    if (driftMs < -BACK_TOLERANCE_MS || driftMs > AHEAD_TOLERANCE_MS) untrusted = true;
    // Within the tolerance the later of the two counts: a lease then ends too early rather than too
    // late.
    const stepMs = driftMs > AHEAD_TOLERANCE_MS ? passedMs : Math.max(passedMs, shownMs);
    latestMs = Math.max(latestMs, trustedMs + Math.floor(stepMs));
  };
  return {
    nowMs() {
      read();
      return latestMs;
    },
    fault() {
      read();
      return untrusted ? 'CLOCK_UNTRUSTED' : null;
    },
    contact(backendNowMs) {
      wallMs = clock.nowMs();
      monotonicMs = clock.monotonicMs();
      trustedMs = backendNowMs;
      latestMs = backendNowMs;
      untrusted = false;
      facts.set('clockOffsetMs', backendNowMs - wallMs);
      facts.set('knownMs', backendNowMs);
      facts.set('lastContactAtMs', backendNowMs);
    },
  };
}
