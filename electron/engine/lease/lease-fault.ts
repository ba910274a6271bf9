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
  const clock = clockFault(core);
  return clock === null ? null : refuse(clock);
}

/** Why the time of this workstation is not believed, or null; a doubt that must last is kept. */
export function clockFault({
  journal,
  clock,
}: Pick<Core, 'journal' | 'clock'>): 'CLOCK_UNTRUSTED' | null {
  const fault = clock.fault();
  // On a full disk it is kept the next time: this process doubts the clock anyway.
  if (clock.doubtUnkept()) journal.write({ atMs: clock.nowMs() }, () => clock.keepDoubt());
  return fault;
}
