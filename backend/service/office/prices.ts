import { auditEntry } from '#domain/audit/audit-entry.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Sets the price of a product at a station from an instant on. */
export function setPrice(
  service: Service,
  input: RouteInput<'price.set'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'price.set'>>> {
  const { commandId, price } = input;
  const subject = { subjectKind: 'station', subjectId: price.stationId };
  return once(
    service,
    { command: 'price.set', commandId, caller, asked: price, parse: parseDone },
    async (keep) => {
      const { registers, people } = service.stores;
      if ((await registers.station(price.stationId)) === null) return refuse('STATION_NOT_FOUND');
      if ((await registers.product(price.productId)) === null) return refuse('PRODUCT_NOT_FOUND');
      const written = await people.commit({
        atMs: service.clock.nowMs(),
        audit: auditEntry(doerOf(caller), { event: 'price.set', ...subject }),
        changes: [{ kind: 'price.put', price }, keep({ done: true })],
      });
      return written === 'done' ? ok({ done: true } as const) : refuse('CHANGED_MEANWHILE');
    },
  );
}
