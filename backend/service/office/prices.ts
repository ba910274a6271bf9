import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Sets the price of a product at a station from an instant on. */
export function setPrice(
  service: Service,
  { commandId, price }: RouteInput<'price.set'>,
): Promise<Answer<RouteAnswer<'price.set'>>> {
  return once(service, { commandId, asked: price, parse: parseDone }, async () => {
    const { registers } = service.stores;
    if ((await registers.station(price.stationId)) === null) return refuse('STATION_NOT_FOUND');
    if ((await registers.product(price.productId)) === null) return refuse('PRODUCT_NOT_FOUND');
    await registers.putPrice(price);
    return ok({ done: true });
  });
}
