import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Says in which region a station is and which partner's it is, for the lists of rules. */
export function placeStation(
  service: Service,
  { commandId, ...place }: RouteInput<'station.place'>,
): Promise<Answer<RouteAnswer<'station.place'>>> {
  return once(service, { commandId, asked: place, parse: parseDone }, async () => {
    const known = await service.stores.registers.placeStation(place);
    return known ? ok({ done: true } as const) : refuse('STATION_NOT_FOUND');
  });
}
