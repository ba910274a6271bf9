import { type ShallowRef, shallowRef } from 'vue';
import type { Result } from '#domain/result.ts';
import type { BridgeAnswer, BridgeInput, BridgeMethod } from '#protocol/bridge.ts';
import { useClient } from '../client.ts';
import type { QueryRefusal } from './load-state.ts';

export interface Asking<M extends BridgeMethod> {
  readonly busy: Readonly<ShallowRef<boolean>>;
  /** Why the last run was refused; null before the first and after a good one. */
  readonly refusal: ShallowRef<QueryRefusal | null>;
  run(input: BridgeInput<M>): Promise<Result<BridgeAnswer<M>>>;
}

/** One request of a form that may be sent again as it is: it has no command id of its own. */
export function useAsking<M extends BridgeMethod>(method: M): Asking<M> {
  const { engine } = useClient();
  const busy = shallowRef(false);
  const refusal = shallowRef<QueryRefusal | null>(null);

  async function run(input: BridgeInput<M>): Promise<Result<BridgeAnswer<M>>> {
    busy.value = true;
    const answer = await engine.request(method, input);
    busy.value = false;
    refusal.value = answer.ok ? null : { code: answer.code, params: answer.params };
    return answer;
  }

  return { busy, refusal, run };
}
