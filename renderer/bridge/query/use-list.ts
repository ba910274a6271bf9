import {
  type ComputedRef,
  type MaybeRefOrGetter,
  type ShallowRef,
  computed,
  shallowRef,
  toValue,
  watch,
} from 'vue';
import type { BridgeAnswer, BridgeEvent, BridgeInput, BridgeMethod } from '#protocol/bridge.ts';
import { useClient } from '../client.ts';
import { type Query, useQuery } from './use-query.ts';

/** Methods that answer page by page. */
export type ListMethod = {
  [M in BridgeMethod]: BridgeAnswer<M> extends { rows: unknown[]; nextCursor: string | null }
    ? M
    : never;
}[BridgeMethod];

export type ListRow<M extends ListMethod> =
  BridgeAnswer<M> extends { rows: (infer Row)[] } ? Row : never;

/** `answer` is that of the first page. */
export interface List<Row, Answer = unknown> extends Query<Answer> {
  readonly rows: ComputedRef<readonly Row[]>;
  readonly hasMore: ComputedRef<boolean>;
  readonly loadingMore: Readonly<ShallowRef<boolean>>;
  /** Fetches the next page, if there is one; UiTable's `end` event asks for it. */
  more(): Promise<void>;
}

/**
 * Like useQuery for the methods that answer page by page; a new question drops the fetched pages.
 */
export function useList<M extends ListMethod>(
  method: M,
  input: MaybeRefOrGetter<BridgeInput<M> | null>,
  reloadOn: readonly BridgeEvent[] = [],
): List<ListRow<M>, BridgeAnswer<M>> {
  const { engine } = useClient();
  const first = useQuery(method, input, reloadOn);
  const later = shallowRef<readonly BridgeAnswer<M>[]>([]);
  const loadingMore = shallowRef(false);
  const pages = computed(() =>
    first.answer.value === null ? [] : [first.answer.value, ...later.value],
  );
  const cursor = computed(() => pages.value.at(-1)?.nextCursor ?? null);

  watch(first.answer, () => {
    later.value = [];
  });

  async function more(): Promise<void> {
    const value = toValue(input);
    if (cursor.value === null || loadingMore.value || value === null) return;
    const start = first.answer.value;
    loadingMore.value = true;
    const result = await engine.request(method, { ...value, cursor: cursor.value });
    loadingMore.value = false;
    if (start !== first.answer.value) return;
    if (result.ok) later.value = [...later.value, result.value];
    else first.refusal.value = { code: result.code, params: result.params };
  }

  const { answer, state, refusal, asOfMs, reload } = first;
  return {
    answer,
    state,
    refusal,
    asOfMs,
    reload,
    rows: computed(() => pages.value.flatMap((page) => page.rows as ListRow<M>[])),
    hasMore: computed(() => cursor.value !== null),
    loadingMore,
    more,
  };
}
