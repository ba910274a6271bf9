import { type ShallowRef, shallowRef } from 'vue';
import { v7 as newId } from 'uuid';
import type { Result } from '#domain/result.ts';
import type { BridgeAnswer, BridgeInput, BridgeMethod } from '#protocol/bridge.ts';
import { useClient } from '../client.ts';
import type { QueryRefusal } from './load-state.ts';

/** Methods that change something under an id made here (rule G2). */
export type CommandMethod = {
  [M in BridgeMethod]: BridgeInput<M> extends { commandId: string } ? M : never;
}[BridgeMethod];

export interface Command<M extends CommandMethod> {
  readonly busy: Readonly<ShallowRef<boolean>>;
  /** Why the last run was refused; null before the first and after a good one. */
  readonly refusal: ShallowRef<QueryRefusal | null>;
  run(input: Omit<BridgeInput<M>, 'commandId'>): Promise<Result<BridgeAnswer<M>>>;
}

/**
 * After these nobody knows whether the command took effect: the same command goes under the same
 * id.
 */
const unknownOutcome: ReadonlySet<string> = new Set(['LINK_DOWN', 'ENGINE_RESTARTING', 'INTERNAL']);

/**
 * One changing action of a screen: its command id, whether it is under way, and its last refusal.
 */
export function useCommand<M extends CommandMethod>(method: M): Command<M> {
  const { engine } = useClient();
  const busy = shallowRef(false);
  const refusal = shallowRef<QueryRefusal | null>(null);
  let unanswered: { readonly content: string; readonly commandId: string } | null = null;

  async function run(input: Omit<BridgeInput<M>, 'commandId'>): Promise<Result<BridgeAnswer<M>>> {
    const content = JSON.stringify(input);
    const commandId = unanswered?.content === content ? unanswered.commandId : newId();
    busy.value = true;
    const result = await engine.request(method, { ...input, commandId } as BridgeInput<M>);
    busy.value = false;
    refusal.value = result.ok ? null : { code: result.code, params: result.params };
    const again = !result.ok && unknownOutcome.has(result.code);
    unanswered = again ? { content, commandId } : null;
    return result;
  }

  return { busy, refusal, run };
}
