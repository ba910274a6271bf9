import type { Engine } from '../engine.ts';

/** Longer nobody waits at a desk for what is safe anyway. */
const WAIT_MAX_MS = 2_000;

/**
 * Asks for a round of synchronization, for what has just become a line of the journal, and waits
 * for it as long as a person does. What takes longer is told by events when it is done.
 */
export async function toldSoon({ core, syncOnce }: Engine): Promise<void> {
  if (!core.link.isUp()) return;
  const round = syncOnce().then(
    () => undefined,
    (error: unknown) => core.log.error({ error: String(error) }, 'a round failed'),
  );
  const waited = new AbortController();
  await Promise.race([round, core.machineClock.pause(WAIT_MAX_MS, waited.signal)]);
  waited.abort();
}
