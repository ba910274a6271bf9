import { normalizePhone } from '#domain/client/contact.ts';
import { areSpans } from '#domain/identity/opening-hours.ts';
import { auditEntry, type JsonObject } from '#domain/audit/audit-entry.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import type { PublicStation, StationSaid } from './guest-rows.ts';

/** Every station, as somebody who has not signed in may know it (row O-23). */
export async function publicStations({
  stores,
  clock,
}: Service): Promise<Answer<RouteAnswer<'station.public'>>> {
  const asOfMs = clock.nowMs();
  const stations = await stores.guests.publicStations(asOfMs);
  return ok({ rows: stations.map(recordOf), asOfMs });
}

function recordOf({ products, hours, ...station }: PublicStation) {
  return { ...station, products: [...products], hours: spansOf(hours) };
}

/** Spans as the schema of the border has them: lists that nobody else holds. */
function spansOf(hours: StationSaid['hours']) {
  return hours?.map((span) => ({ ...span, weekdays: [...span.weekdays] })) ?? null;
}

/**
 * Says where a station is, how it is called and when it serves; null where nobody knows.
 * @returns `STATION_NOT_FOUND`, `FIELD_INVALID` {field: phone | hours}, `CHANGED_MEANWHILE` where
 *   somebody was quicker
 */
export function describeStation(
  service: Service,
  { commandId, ...asked }: RouteInput<'station.describe'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'station.describe'>>> {
  return once(
    service,
    { command: 'station.describe', commandId, caller, asked, parse: parseDone },
    async (keep) => {
      const { stores, clock } = service;
      const { stationId, hours, revision } = asked;
      const before = await stores.guests.stationSaid(stationId);
      if (before === null) return refuse('STATION_NOT_FOUND');
      if (hours !== null && !areSpans(hours)) return refuse('FIELD_INVALID', { field: 'hours' });
      const phone = asked.phone === null ? ok(null) : normalizePhone(asked.phone);
      if (!phone.ok) return phone;
      const address = asked.address === '' ? null : asked.address;
      const said: StationSaid = { stationId, address, phone: phone.value, hours, revision };
      const written = await stores.people.commit({
        atMs: clock.nowMs(),
        audit: auditEntry(doerOf(caller), {
          event: 'station.describe',
          subjectKind: 'station',
          subjectId: stationId,
          before: told(before),
          after: told(said),
        }),
        changes: [{ kind: 'station.describe', said }, keep({ done: true })],
      });
      return written === 'done' ? ok({ done: true } as const) : refuse('CHANGED_MEANWHILE');
    },
  );
}

function told({ address, phone, hours }: StationSaid): JsonObject {
  return { address, phone, hours: spansOf(hours) };
}
