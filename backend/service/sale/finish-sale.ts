import { assert } from '#domain/assert.ts';
import { ok } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { workstationOf } from '../access/need.ts';
import { askAuthority, askDone } from '../authority/ask-authority.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { saleRecord } from './authorize-sale.ts';

/** Books what went into the tank; the rest of the hold is free again. */
export async function captureSale(
  service: Service,
  { commandId, ...asked }: RouteInput<'sale.capture'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'sale.capture'>>> {
  const { workstationId } = workstationOf(caller);
  const atMs = service.clock.nowMs();
  const told = null;
  const command = { kind: 'sale.capture', commandId, atMs, workstationId, told, ...asked } as const;
  const answer = await askAuthority(service, command, asked);
  if (!answer.ok) return answer;
  assert(answer.value.kind === 'sale', 'a capture answers with its sale');
  return ok(saleRecord(answer.value.sale));
}

/** Gives a hold back; an id that was never seen is refused for ever (architecture §6). */
export function reverseSale(
  service: Service,
  { commandId, ...asked }: RouteInput<'sale.reverse'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'sale.reverse'>>> {
  const { workstationId } = workstationOf(caller);
  const atMs = service.clock.nowMs();
  const command = { kind: 'sale.reverse', commandId, atMs, workstationId, ...asked } as const;
  return askDone(service, command, asked);
}
