import { type ComputedRef, type Ref, computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { BridgeInput } from '#protocol/bridge.ts';
import { type ListMethod, type ListRow, useList } from '#bridge/query/use-list.ts';
import { useNowMs } from '#bridge/state/clock.ts';
import { useLink } from '#bridge/state/link-state.ts';
import { useFormat } from '#ui/format/use-format.ts';
import type { Sort } from '#ui/table/column.ts';
import { useErrorText } from '#ui/text/use-error-text.ts';
import { loadWhile } from './whole-list.ts';

const PAGE_ROWS = 500;

export interface Narrowing<Row> {
  /** True while rows are left out here, after the list was asked for. */
  isOn(): boolean;
  keeps(row: Row): boolean;
}

export interface FoundList<Row> {
  readonly search: Ref<string>;
  readonly sort: Ref<Sort | null>;
  /** Key of the active row. */
  readonly active: Ref<string | null>;
  readonly rows: ComputedRef<readonly Row[]>;
  /** Whether it was asked for anything in particular: an empty answer is then «not found». */
  readonly isAsked: ComputedRef<boolean>;
  /** What UiListing shows. */
  readonly listing: ComputedRef<{
    readonly count: string;
    readonly asOfMs: number | null;
    readonly nowMs: number;
    readonly stale: boolean;
  }>;
  /** What UiTable shows. */
  readonly table: ComputedRef<{
    readonly state: 'ready' | 'stale' | 'loading' | 'failed';
    readonly failedTitle: string | undefined;
    readonly failedText: string | undefined;
  }>;
  reload(): Promise<void>;
  more(): Promise<void>;
}

/**
 * A list that people search, narrow and order. Narrowing and ordering happen here over the whole
 * list, so all its pages are fetched while either is on, or while `wantsAll` says so.
 */
export function useFoundList<M extends ListMethod>(
  method: M,
  input: (asked: { limit: number; search?: string }) => BridgeInput<M>,
  narrowing: Narrowing<ListRow<M>> = { isOn: () => false, keeps: () => true },
  wantsAll: () => boolean = () => false,
): FoundList<ListRow<M>> {
  const { t } = useI18n({ useScope: 'global' });
  const format = useFormat();
  const nowMs = useNowMs();
  const link = useLink();
  const errorText = useErrorText();
  const search = ref('');
  const sort = ref<Sort | null>(null);
  const active = ref<string | null>(null);
  const list = useList(method, () =>
    input({ limit: PAGE_ROWS, ...(search.value === '' ? {} : { search: search.value }) }),
  );
  loadWhile(list, () => narrowing.isOn() || sort.value !== null || wantsAll());

  const rows = computed(() =>
    narrowing.isOn() ? list.rows.value.filter((row) => narrowing.keeps(row)) : list.rows.value,
  );
  const count = computed(() => {
    const shown = format.value.integer(rows.value.length);
    if (list.loadingMore.value) return t('cards.count.loading', { shown });
    return t(list.hasMore.value ? 'cards.count.more' : 'cards.count.all', { shown });
  });
  const listing = computed(() => ({
    count: count.value,
    asOfMs: list.asOfMs.value,
    nowMs: nowMs.value,
    stale: !link.online || list.state.value === 'stale',
  }));
  const table = computed(() => {
    const refusal = list.refusal.value;
    const words = refusal === null ? null : errorText.value(refusal);
    const failedText = words === null ? undefined : `${words.text} ${words.next}`;
    return { state: list.state.value, failedTitle: words?.title, failedText };
  });
  const isAsked = computed(() => search.value !== '' || narrowing.isOn());
  const { reload, more } = list;
  return { search, sort, active, rows, isAsked, listing, table, reload, more };
}
