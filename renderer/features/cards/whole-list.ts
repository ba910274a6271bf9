import { watch } from 'vue';
import type { List } from '#bridge/query/use-list.ts';

/**
 * Fetches all pages of a list while they are wanted: a filter or an order over the first page alone
 * would tell an untruth about the rest.
 */
export function loadWhile(list: List<unknown>, isWanted: () => boolean): void {
  watch(
    () =>
      isWanted() && list.hasMore.value && !list.loadingMore.value && list.refusal.value === null,
    (isNext) => {
      if (isNext) void list.more();
    },
    { immediate: true, flush: 'post' },
  );
}
