import { assert } from '#domain/assert.ts';
import { ok } from '#domain/result.ts';
import type { Sale } from '#domain/sale/sale.ts';
import type { SaleRecord } from '#protocol/records/sale.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf, workstationOf } from '../access/need.ts';
import { askAuthority } from '../authority/ask-authority.ts';
import type { Caller } from '../caller.ts';
import { checkPin } from '../card/card-pin.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { refusedBy, runningRecovery } from '../recovery/recovery.ts';
import { askWithRecall } from './recall-leases.ts';

/**
 * Asks the authority for a hold (architecture §6). The sale's id is the command's id: asking again
 * repeats the first answer. Requests with a PIN for one card wait for each other, so that guesses
 * in parallel never run past the counter.
 */
export function authorizeSale(
  service: Service,
  input: RouteInput<'sale.authorize'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'sale.authorize'>>> {
  if (input.pin === null) return authorize(service, input, caller);
  return service.locks.run(`pin ${input.cardId}`, () => authorize(service, input, caller));
}

async function authorize(
  service: Service,
  { pin, recall = false, ...asked }: RouteInput<'sale.authorize'>,
  caller: Caller,
): Promise<Answer<SaleRecord>> {
  const { workstationId, stationId } = workstationOf(caller);
  const { userId: operatorId } = personOf(caller);
  const recovery = await runningRecovery(service);
  if (recovery?.declaredMinor === 0) return refusedBy(recovery);
  const checked = await checkPin(service, asked.cardId, pin);
  const atMs = service.clock.nowMs();
  const base = { kind: 'sale.authorize', commandId: asked.saleId, atMs, workstationId } as const;
  const who = { stationId, operatorId, pin: checked };
  const command = { ...base, ...asked, ...who, withinDeclared: recovery !== null };
  const told = { ...asked, ask: toldAsk(asked.ask) };
  const answer = await (recall
    ? askWithRecall(service, command, told)
    : askAuthority(service, command, told));
  if (!answer.ok) {
    return recovery !== null && answer.code === 'NETWORK_RECOVERING' ? refusedBy(recovery) : answer;
  }
  assert(answer.value.kind === 'sale', 'an authorization answers with a sale');
  return ok(saleRecord(answer.value.sale));
}

/** The ask as plain JSON: what was left out stays out. */
function toldAsk(ask: RouteInput<'sale.authorize'>['ask']) {
  if (ask.by === 'full') return ask;
  const { partial, ...whole } = ask;
  return partial === true ? { ...whole, partial } : whole;
}

export function saleRecord(sale: Sale): SaleRecord {
  const lines = sale.lines.map((line) => ({ ...line }));
  return { ...sale, parts: sale.parts.map((part) => ({ ...part })), lines };
}
