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
 * clock. Where the wall clock contradicts it, no lease may be spent until the next contact. A clock
 * that was set back is found at every start by what the journal knows to have passed; of one that
 * was set ahead nothing would be left to see, so that doubt is kept with the journal.
 */
export interface TrustedClock {
  /** Best knowledge of the backend's time; never goes back between two contacts. */
  nowMs(): number;
  /** Null when the time can be relied on. */
  fault(): 'CLOCK_UNTRUSTED' | null;
  /**
   * True when the doubt has to outlive this process and does not yet: `keepDoubt` has to follow.
   */
  doubtUnkept(): boolean;
  /** Inside a transaction of the journal. */
  keepDoubt(): void;
  /**
   * Tells the backend's time, which is the truth from now on. Call it inside a transaction of the
   * journal.
   */
  contact(backendNowMs: number): void;
}

export function openTrustedClock(
  clock: Pick<Clock, 'nowMs' | 'monotonicMs'>,
  facts: Facts,
): TrustedClock {
  const offsetMs = facts.get('clockOffsetMs') ?? 0;
  const knownMs = facts.get('knownMs') ?? 0;
  let wallMs = clock.nowMs();
  let monotonicMs = clock.monotonicMs();
  const doubted = facts.get('clockDoubted') === true;
  // A wall clock that was caught ahead is not asked again: at least so much has passed.
  let trustedMs = doubted ? knownMs : Math.max(wallMs + offsetMs, knownMs);
  let latestMs = trustedMs;
  let ahead = doubted;
  let untrusted = doubted || wallMs + offsetMs < knownMs - BACK_TOLERANCE_MS;

  const read = (): void => {
    const passedMs = clock.monotonicMs() - monotonicMs;
    const shownMs = clock.nowMs() - wallMs;
    const driftMs = shownMs - passedMs;
    if (driftMs > AHEAD_TOLERANCE_MS) ahead = true;
    if (driftMs < -BACK_TOLERANCE_MS || ahead) untrusted = true;
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
    doubtUnkept: () => ahead && facts.get('clockDoubted') !== true,
    keepDoubt: () => facts.set('clockDoubted', true),
    contact(backendNowMs) {
      wallMs = clock.nowMs();
      monotonicMs = clock.monotonicMs();
      trustedMs = backendNowMs;
      latestMs = backendNowMs;
      untrusted = false;
      ahead = false;
      if (facts.get('clockDoubted') === true) facts.set('clockDoubted', false);
      facts.set('clockOffsetMs', backendNowMs - wallMs);
      facts.set('knownMs', backendNowMs);
      facts.set('lastContactAtMs', backendNowMs);
    },
  };
}
