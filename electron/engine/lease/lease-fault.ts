import { refuse, type Result } from '#domain/result.ts';
import type { Core } from '../core.ts';

export type LeaseFault =
  'LEASES_KILLED' | 'CLOCK_UNTRUSTED' | 'JOURNAL_FORKED' | 'WORKSTATION_REVOKED';

/** Why no lease of this workstation may be spent now, or null (architecture §7). */
export function leaseFault(
  core: Pick<Core, 'journal' | 'clock'>,
): Extract<Result<never, LeaseFault>, { ok: false }> | null {
  const { facts } = core.journal;
  if (facts.get('forked') === true) return refuse('JOURNAL_FORKED');
  const reason = facts.get('leasesKilled');
  if (reason === 'revoked') return refuse('WORKSTATION_REVOKED');
  if (reason !== null) return refuse('LEASES_KILLED', { reason });
  const clock = core.clock.fault();
  return clock === null ? null : refuse(clock);
}
