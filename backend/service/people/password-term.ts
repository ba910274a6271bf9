import type { Service } from '../service.ts';
import type { Account } from './people-rows.ts';

/** The last instant of a temporary password that is given now; null without end. */
export function lastInstantOf(termMs: number | null, { clock }: Service): number | null {
  return termMs === null ? null : clock.nowMs() + termMs;
}

/** Whether the term of a temporary password is over: at its last instant it still works (N-10). */
export function isPasswordOver({ passwordExpiresAtMs }: Account, nowMs: number): boolean {
  return passwordExpiresAtMs !== null && nowMs > passwordExpiresAtMs;
}
