import { assert } from '#domain/assert.ts';
import type { OutcomeValue } from '#domain/authority/change.ts';
import type { AuthorizeCommand } from '#domain/authority/command.ts';
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
import { derivedId } from '../authority/derived-id.ts';
import { recoveringRefusal } from '../recovery/recovery.ts';
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
  const recovering = await undeclaredRefusal(service);
  if (recovering !== null) return recovering;
  const checked = await checkPin(service, asked.cardId, pin);
  const atMs = service.clock.nowMs();
  const base = { kind: 'sale.authorize', commandId: asked.saleId, atMs, workstationId } as const;
  const command = { ...base, ...asked, stationId, operatorId, pin: checked };
  const told = { ...asked, ask: toldAsk(asked.ask) };
  const decided = await (recall
    ? askWithRecall(service, command, told)
    : askAuthority(service, command, told));
  const answer = await withinDeclared(service, command, decided);
  if (!answer.ok) return answer;
  assert(answer.value.kind === 'sale', 'an authorization answers with a sale');
  return ok(saleRecord(answer.value.sale));
}

/** The ask as plain JSON: what was left out stays out. */
function toldAsk(ask: RouteInput<'sale.authorize'>['ask']) {
  if (ask.by === 'full') return ask;
  const { partial, ...whole } = ask;
  return partial === true ? { ...whole, partial } : whole;
}

/**
 * While the network is recovered and nothing is declared, nothing is held, nor taken back: the
 * question may be a late copy of one that was answered before, and its pump may run (I4).
 */
async function undeclaredRefusal(service: Service): Promise<Answer<never> | null> {
  const refusal = await recoveringRefusal(service);
  if (refusal === null) return null;
  const running = await service.stores.recovery.recovery();
  return running === null || running.declaredMinor > 0 ? null : refusal;
}

/**
 * While the network is recovered, a hold stands only within the exposure that was declared for its
 * contract: who knows what is leased elsewhere (architecture §8). Otherwise it is taken back.
 */
async function withinDeclared(
  service: Service,
  { commandId, workstationId }: AuthorizeCommand,
  answer: Answer<OutcomeValue>,
): Promise<Answer<OutcomeValue>> {
  const recovering = answer.ok ? await recoveringRefusal(service) : null;
  if (recovering === null || !answer.ok || answer.value.kind !== 'sale') return answer;
  const { contractId, holdAmountMinor, saleId } = answer.value.sale;
  const taken = await service.stores.recovery.takeDeclared(contractId, holdAmountMinor);
  if (taken) return answer;
  const atMs = service.clock.nowMs();
  const reversal = derivedId(service.digests, 'recovering', commandId);
  const base = { commandId: reversal, atMs, workstationId } as const;
  await askAuthority(
    service,
    { kind: 'sale.reverse', ...base, saleId, reversedAtMs: atMs },
    saleId,
  );
  return recovering;
}

export function saleRecord(sale: Sale): SaleRecord {
  const lines = sale.lines.map((line) => ({ ...line }));
  return { ...sale, parts: sale.parts.map((part) => ({ ...part })), lines };
}
