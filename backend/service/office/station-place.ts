import { auditEntry } from '#domain/audit/audit-entry.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Says in which region a station is and which partner's it is, for the lists of rules. */
export function placeStation(
  service: Service,
  { commandId, ...place }: RouteInput<'station.place'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'station.place'>>> {
  const subject = { subjectKind: 'station', subjectId: place.stationId };
  return once(
    service,
    { command: 'station.place', commandId, caller, asked: place, parse: parseDone },
    async (keep) => {
      const written = await service.stores.people.commit({
        atMs: service.clock.nowMs(),
        audit: auditEntry(doerOf(caller), { event: 'station.place', ...subject }),
        changes: [{ kind: 'station.place', place }, keep({ done: true })],
      });
      return written === 'done' ? ok({ done: true } as const) : refuse('STATION_NOT_FOUND');
    },
  );
}
