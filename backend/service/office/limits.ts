import { refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { askDone } from '../authority/ask-authority.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/**
 * Stands for a contract that was not found. The authority is asked all the same: only it knows
 * whether this command was answered before, and the first answer is repeated whatever happened
 * since.
 */
const NO_CONTRACT = '-';

/** Sets a limit of a card or a contract (rows O-14, N-16). */
export async function setLimit(
  service: Service,
  { commandId, limit }: RouteInput<'limit.set'>,
): Promise<Answer<RouteAnswer<'limit.set'>>> {
  if ((limit.scopeKind === 'all') !== (limit.scopeId === null)) {
    return refuse('FIELD_INVALID', { field: 'limit.scopeId' });
  }
  const { registers } = service.stores;
  const { subjectKind, subjectId } = limit;
  const contractId = (await registers.contractOfSubject(subjectKind, subjectId)) ?? NO_CONTRACT;
  const atMs = service.clock.nowMs();
  const command = { kind: 'limit.set', commandId, atMs, workstationId: null } as const;
  return askDone(service, { ...command, contractId, limit }, { limit });
}

/** Takes a limit out of force. */
export async function removeLimit(
  service: Service,
  { commandId, limitId }: RouteInput<'limit.remove'>,
): Promise<Answer<RouteAnswer<'limit.remove'>>> {
  const { registers } = service.stores;
  const limit = await registers.limit(limitId);
  const contractId =
    limit === null ? null : await registers.contractOfSubject(limit.subjectKind, limit.subjectId);
  const atMs = service.clock.nowMs();
  const command = { kind: 'limit.remove', commandId, atMs, workstationId: null } as const;
  const named = { ...command, contractId: contractId ?? NO_CONTRACT, limitId };
  return askDone(service, named, { limitId });
}
