import { type ComputedRef, computed } from 'vue';
import { type Age, useAge } from './use-age.ts';
import type { List } from './use-list.ts';
import type { Query } from './use-query.ts';

/** A question whose answer has rows, all at once or page by page. */
type Source = Pick<Query<unknown>, 'state' | 'asOfMs' | 'reload'> &
  Partial<Pick<List<unknown>, 'hasMore' | 'loadingMore'>>;

/** What UiListing says of its rows. */
export interface Listing extends Age {
  readonly shown: number;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
}

/** Binds UiListing to a question with `v-bind`; `rows` are those of the answer that are shown. */
export function useListing(source: Source, rows: () => readonly unknown[]): ComputedRef<Listing> {
  const age = useAge(source);
  return computed(() => ({
    ...age.value,
    shown: rows().length,
    hasMore: source.hasMore?.value ?? false,
    loadingMore: source.loadingMore?.value ?? false,
  }));
}
