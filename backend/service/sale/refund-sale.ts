import { assert } from '#domain/assert.ts';
import { ok } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf, workstationOf } from '../access/need.ts';
import { commandEntry } from '../audit/command-entry.ts';
import { askAuthority } from '../authority/ask-authority.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Gives part of a fill back, to the card or to its account (acceptance §3.1 item 2). */
export async function refundSale(
  service: Service,
  input: RouteInput<'sale.refund'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'sale.refund'>>> {
  const { commandId, ...asked } = input;
  const { workstationId, stationId } = workstationOf(caller);
  const { userId: operatorId } = personOf(caller);
  const atMs = service.clock.nowMs();
  const base = { kind: 'sale.refund', commandId, refundId: commandId, atMs } as const;
  const where = { workstationId, stationId, operatorId, refundedAtMs: atMs };
  const answer = await askAuthority(
    service,
    { ...base, ...where, ...asked, slipNumber: null, told: null },
    asked,
    commandEntry('sale.refund', input, caller),
  );
  if (!answer.ok) return answer;
  assert(answer.value.kind === 'refund', 'a refund answers with itself');
  const { refund } = answer.value;
  return ok({ ...refund, lines: [...refund.lines] });
}
