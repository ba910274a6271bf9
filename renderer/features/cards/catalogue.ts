import { type ComputedRef, computed } from 'vue';
import { useList } from '#bridge/query/use-list.ts';
import { useStation } from '#bridge/state/station-state.ts';
import type { Option } from '#ui/field/option.ts';
import { loadWhile } from './whole-list.ts';

export interface Catalogue {
  readonly products: ComputedRef<readonly Option[]>;
  readonly groups: ComputedRef<readonly Option[]>;
  readonly stations: ComputedRef<readonly Option[]>;
  /** The name of a product, a group or a station; its id where nobody knows the name. */
  nameOf(id: string): string;
}

const pageRows = 500;

/** Names and choices of what the network sells and where. */
export function useCatalogue(): Catalogue {
  const station = useStation();
  const productList = useList('product:list', { limit: pageRows }, ['station:changed']);
  const stationList = useList('station:list', { limit: pageRows }, ['station:changed']);
  loadWhile(productList, () => true);
  loadWhile(stationList, () => true);

  const groupNames = computed(() => station.context?.groups ?? []);
  const products = computed(() =>
    productList.rows.value.map(({ productId, name }) => ({ value: productId, label: name })),
  );
  const groups = computed(() =>
    [...new Set(productList.rows.value.map(({ groupId }) => groupId))].map((groupId) => ({
      value: groupId,
      label: groupNames.value.find((group) => group.groupId === groupId)?.name ?? groupId,
    })),
  );
  const stations = computed(() =>
    stationList.rows.value.map(({ stationId, name }) => ({ value: stationId, label: name })),
  );
  const names = computed(
    () =>
      new Map(
        [...stations.value, ...groups.value, ...products.value].map(({ value, label }) => [
          value,
          label,
        ]),
      ),
  );
  return { products, groups, stations, nameOf: (id) => names.value.get(id) ?? id };
}
