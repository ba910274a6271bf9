import { CHAIN_BEGINNING, faultAfter } from '#domain/audit/audit-chain.ts';
import { ok } from '#domain/result.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** So many entries are read at once: others are answered between. */
const CHUNK = 1_000;

/**
 * Makes every hash of the audit trail anew, from its first entry to its last (acceptance §4.5). A
 * trail that was cut at its end is whole: whoever kept the head elsewhere compares it.
 */
export async function verifyAudit({
  stores,
  clock,
  digests,
}: Service): Promise<Answer<RouteAnswer<'audit.verify'>>> {
  const asOfMs = clock.nowMs();
  let end = CHAIN_BEGINNING;
  for (;;) {
    const entries = await stores.people.chainedEntries(end.seq, CHUNK);
    for (const entry of entries) {
      const fault = faultAfter(end, entry, digests.sha256);
      if (fault !== null) return ok({ entryCount: end.seq, headHash: end.hash, fault, asOfMs });
      end = { seq: entry.seq, hash: entry.hash };
    }
    if (entries.length < CHUNK) break;
  }
  return ok({ entryCount: end.seq, headHash: end.hash, fault: null, asOfMs });
}
