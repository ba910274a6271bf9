import { type ComputedRef, computed } from 'vue';
import { useNowMs } from '../state/clock.ts';
import { useLink } from '../state/link-state.ts';
import type { QueryRefusal } from './load-state.ts';
import type { Query } from './use-query.ts';

/** How old an answer is, and how it is asked for anew. */
export interface Age {
  readonly asOfMs: number | null;
  readonly nowMs: number;
  /** Out of the cache, refused since, or without a link to ask by. */
  readonly stale: boolean;
  readonly onReload: () => Promise<void>;
}

export function useAge(
  source: Pick<Query<unknown>, 'state' | 'asOfMs' | 'reload'>,
): ComputedRef<Age> {
  const nowMs = useNowMs();
  const link = useLink();
  return computed(() => ({
    asOfMs: source.asOfMs.value,
    nowMs: nowMs.value,
    stale: !link.online || source.state.value === 'stale',
    onReload: () => source.reload(),
  }));
}

/** What UiAnswer says of an answer that is no list. */
export interface AnswerFacts extends Age {
  readonly loaded: boolean;
  readonly refusal: QueryRefusal | null;
}

/** Binds UiAnswer to a question with `v-bind`. */
export function useAnswer(query: Query<unknown>): ComputedRef<AnswerFacts> {
  const age = useAge(query);
  return computed(() => ({
    ...age.value,
    loaded: query.answer.value !== null,
    refusal: query.refusal.value,
  }));
}
