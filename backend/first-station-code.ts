import { assert } from '#domain/assert.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import { NOBODY } from '#service/caller.ts';
import type { Answer } from '#service/outcome.ts';
import type { Service } from '#service/service.ts';
import { makeEnrolmentCode } from '#service/workstation/enrolment-code.ts';

/**
 * A code by which a workstation joins the network's first station: nobody is at a desk yet who
 * could ask for one. Refused as `makeEnrolmentCode` refuses.
 */
export async function firstStationCode(
  service: Service,
): Promise<Answer<RouteAnswer<'workstation.code'>>> {
  const page = { cursor: null, limit: 1, search: null };
  const [station] = (await service.stores.registers.stations(page)).rows;
  assert(station !== undefined, 'a network begins with a station');
  const asked = { commandId: service.ids.uuid(), stationId: station.stationId };
  return makeEnrolmentCode(service, asked, NOBODY);
}
