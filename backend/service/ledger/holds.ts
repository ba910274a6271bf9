import { HOLD_STALE_AFTER_MS } from '#domain/sale/sale.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { commandEntry } from '../audit/command-entry.ts';
import { askDone } from '../authority/ask-authority.ts';
import type { Caller } from '../caller.ts';
import { pageAnswer, pageQuestion } from '../office/page.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Holds past their time: shown with age, place and who gave them, and counted all the same. */
export async function listStaleHolds(
  { stores, clock }: Service,
  input: RouteInput<'hold.list'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'hold.list'>>> {
  const nowMs = clock.nowMs();
  const question = { ...pageQuestion(input, caller), beforeMs: nowMs - HOLD_STALE_AFTER_MS };
  return pageAnswer(await stores.ledger.staleHolds(question), nowMs);
}

/** Gives a stale hold up whose workstation cannot end it any more (architecture §6). */
export function voidHold(
  service: Service,
  input: RouteInput<'hold.void'>,
  caller: Caller,
): Promise<Answer<{ done: true }>> {
  const { commandId, saleId } = input;
  const atMs = service.clock.nowMs();
  const command = { kind: 'hold.void', commandId, atMs, workstationId: null, saleId } as const;
  return askDone(service, command, { saleId }, commandEntry('hold.void', input, caller));
}
