import { auditEntry } from '#domain/audit/audit-entry.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** How the network's own people come in, as far as it is the network's choice. */
export async function getStaffRules({
  stores,
  clock,
}: Service): Promise<Answer<RouteAnswer<'staff-rules.get'>>> {
  const offlineDays = await stores.identity.staffOfflineDays();
  return ok({ offlineDays, asOfMs: clock.nowMs() });
}

/**
 * Says how long after a sign-in online the network's own people unlock without a link (row N-03).
 * A longer term begins with the next sign-in; of a shorter one desks hear in their next round.
 * @returns `CHANGED_MEANWHILE` where it is not any more what whoever asks has seen
 */
export function putStaffRules(
  service: Service,
  { commandId, ...asked }: RouteInput<'staff-rules.put'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'staff-rules.put'>>> {
  const changing = {
    command: 'staff-rules.put',
    commandId,
    caller,
    asked,
    parse: parseDone,
  } as const;
  return once(service, changing, async (keep) => {
    const { offlineDays, seenDays } = asked;
    const written = await service.stores.people.commit({
      atMs: service.clock.nowMs(),
      audit: auditEntry(doerOf(caller), {
        event: 'staff-rules.put',
        subjectKind: 'network',
        subjectId: null,
        before: { offlineDays: seenDays },
        after: { offlineDays },
      }),
      changes: [{ kind: 'staff-term.put', offlineDays, seenDays }, keep({ done: true })],
    });
    return written === 'done' ? ok({ done: true } as const) : refuse('CHANGED_MEANWHILE');
  });
}
