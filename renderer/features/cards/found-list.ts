import { type ComputedRef, computed, ref } from 'vue';
import type { BridgeInput } from '#protocol/bridge.ts';
import { type ListMethod, type ListRow, useList } from '#bridge/query/use-list.ts';
import { type Listing, useListing } from '#bridge/query/use-listing.ts';
import type { Sort } from '#ui/table/column.ts';
import { type TableBinding, tableOf } from '#ui/table/table-of.ts';
import { loadWhile } from './whole-list.ts';

const PAGE_ROWS = 500;

export interface Narrowing<Row> {
  /** True while rows are left out here, after the list was asked for. */
  isOn(): boolean;
  keeps(row: Row): boolean;
}

/** Nothing is left out. */
export const everything: Narrowing<unknown> = { isOn: () => false, keeps: () => true };

export interface FoundList<Row> {
  readonly rows: ComputedRef<readonly Row[]>;
  /** Whether it was asked for anything in particular: an empty answer is then «not found». */
  readonly isAsked: ComputedRef<boolean>;
  /** What UiListing is bound to. */
  readonly listing: ComputedRef<
    Listing & {
      readonly search: string;
      readonly 'onUpdate:search': (text: string) => void;
    }
  >;
  /** What UiTable is bound to. */
  readonly table: ComputedRef<
    TableBinding<Row> & {
      readonly sort: Sort | null;
      readonly 'onUpdate:sort': (order: Sort | null) => void;
    }
  >;
  reload(): Promise<void>;
}

/**
 * A list that people search, narrow and order. Narrowing and ordering happen here over the whole
 * list, so all its pages are fetched while either is on, or while `wantsAll` says so.
 */
export function useFoundList<M extends ListMethod>(
  method: M,
  input: (asked: { limit: number; search?: string }) => BridgeInput<M>,
  narrowing: Narrowing<ListRow<M>> = everything,
  wantsAll: () => boolean = () => false,
): FoundList<ListRow<M>> {
  const search = ref('');
  const sort = ref<Sort | null>(null);
  const list = useList(method, () =>
    input({ limit: PAGE_ROWS, ...(search.value === '' ? {} : { search: search.value }) }),
  );
  loadWhile(list, () => narrowing.isOn() || sort.value !== null || wantsAll());

  const rows = computed(() =>
    narrowing.isOn() ? list.rows.value.filter((row) => narrowing.keeps(row)) : list.rows.value,
  );
  const facts = useListing(list, () => rows.value);
  const listing = computed(() => ({
    ...facts.value,
    search: search.value,
    'onUpdate:search': (text: string) => (search.value = text),
  }));
  const table = computed(() => ({
    ...tableOf(list, rows.value),
    sort: sort.value,
    'onUpdate:sort': (order: Sort | null) => (sort.value = order),
  }));
  const isAsked = computed(() => search.value !== '' || narrowing.isOn());
  return { rows, isAsked, listing, table, reload: list.reload };
}
