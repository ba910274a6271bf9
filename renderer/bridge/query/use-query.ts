import {
  type ComputedRef,
  type MaybeRefOrGetter,
  type ShallowRef,
  computed,
  onScopeDispose,
  shallowRef,
  toValue,
  watch,
} from 'vue';
import type { BridgeAnswer, BridgeEvent, BridgeInput, BridgeMethod } from '#protocol/bridge.ts';
import { useClient } from '../client.ts';
import { useLink } from '../state/link-state.ts';
import { type LoadState, type QueryRefusal, asOfMs, loadState } from './load-state.ts';

export interface Query<Answer> {
  readonly state: ComputedRef<LoadState>;
  /** The last good answer; stays while a newer one is refused. */
  readonly answer: ShallowRef<Answer | null>;
  readonly refusal: ShallowRef<QueryRefusal | null>;
  /** Moment of the shown answer, for UiAsOf. */
  readonly asOfMs: ComputedRef<number | null>;
  reload(): Promise<void>;
}

/**
 * Asks the engine and keeps the answer: again when the input changes, when one of the `reloadOn`
 * events comes, and when the link is back under something stale or failed. Input null asks
 * nothing and shows nothing. Only the answer to the latest question counts.
 */
export function useQuery<M extends BridgeMethod>(
  method: M,
  input: MaybeRefOrGetter<BridgeInput<M> | null>,
  reloadOn: readonly BridgeEvent[] = [],
): Query<BridgeAnswer<M>> {
  const { engine } = useClient();
  const link = useLink();
  const answer: ShallowRef<BridgeAnswer<M> | null> = shallowRef(null);
  const refusal = shallowRef<QueryRefusal | null>(null);
  const state = computed(() => loadState(answer.value, refusal.value));
  let question = 0;

  async function reload(): Promise<void> {
    question += 1;
    const asked = question;
    const value = toValue(input);
    if (value === null) return;
    const result = await engine.request(method, value);
    if (asked !== question) return;
    refusal.value = result.ok ? null : { code: result.code, params: result.params };
    if (result.ok) answer.value = result.value;
  }

  function restart(): void {
    answer.value = null;
    refusal.value = null;
    void reload();
  }

  watch(() => JSON.stringify(toValue(input)), restart, { immediate: true });
  watch(
    () => link.online,
    (online) => {
      if (online && state.value !== 'ready') void reload();
    },
  );
  for (const event of reloadOn) onScopeDispose(engine.on(event, () => void reload()));
  onScopeDispose(() => {
    question += 1;
  });

  return { state, answer, refusal, asOfMs: computed(() => asOfMs(answer.value)), reload };
}
