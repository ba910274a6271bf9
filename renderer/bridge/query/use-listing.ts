import { type ComputedRef, computed } from 'vue';
import { useNowMs } from '../state/clock.ts';
import { useLink } from '../state/link-state.ts';
import type { Query } from './use-query.ts';
import type { List } from './use-list.ts';

/** A question whose answer has rows, all at once or page by page. */
type Source = Pick<Query<unknown>, 'state' | 'asOfMs' | 'reload'> &
  Partial<Pick<List<unknown>, 'hasMore' | 'loadingMore'>>;

/** What UiListing says of its rows. */
export interface Listing {
  readonly shown: number;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly asOfMs: number | null;
  readonly nowMs: number;
  readonly stale: boolean;
  readonly onReload: () => Promise<void>;
}

/**
 * Binds UiListing to a question with `v-bind`; `rows` are those of the answer that are shown. Rows
 * that cannot be asked for anew are as old as the link.
 */
export function useListing(source: Source, rows: () => readonly unknown[]): ComputedRef<Listing> {
  const nowMs = useNowMs();
  const link = useLink();
  return computed(() => ({
    shown: rows().length,
    hasMore: source.hasMore?.value ?? false,
    loadingMore: source.loadingMore?.value ?? false,
    asOfMs: source.asOfMs.value,
    nowMs: nowMs.value,
    stale: !link.online || source.state.value === 'stale',
    onReload: () => source.reload(),
  }));
}
