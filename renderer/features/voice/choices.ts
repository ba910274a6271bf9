// What the person in the office chooses from while a station reads its request out.
import { computed, ref } from 'vue';
import type { CardRecord } from '#protocol/records.ts';
import { useList, type ListRow } from '#bridge/query/use-list.ts';
import { useStationsById } from '#bridge/query/use-stations-by-id.ts';
import type { Option } from '#ui/field/option.ts';

export type VoiceCaller = ListRow<'voice:workstations'>;

const foundMax = 30;
const pageRows = 500;

/** Workstations with their stations, cards by what was heard of them, products. */
export function useVoiceChoices() {
  const search = ref('');
  const callerList = useList('voice:workstations', {});
  const productList = useList('product:list', { limit: pageRows }, ['station:changed']);
  const cardList = useList('card:list', () => ({ search: search.value, limit: foundMax }));

  const callers = callerList.rows;
  const stations = useStationsById(() => callers.value.map(({ stationId }) => stationId));
  const workstations = computed((): readonly Option[] =>
    callers.value.map(({ workstationId, stationId, name }) => {
      const hint = stations.value.get(stationId)?.name ?? stationId;
      return { value: workstationId, label: name, hint };
    }),
  );
  const products = computed((): readonly Option[] =>
    productList.rows.value.map(({ productId, name }) => ({ value: productId, label: name })),
  );
  const cards = computed((): readonly Option[] => cardList.rows.value.map(cardOption));
  const searching = computed(() => cardList.state.value === 'loading');
  /** Why there is nothing to choose from; null while there is. */
  const refusal = computed(() => callerList.refusal.value);
  return { callers, workstations, products, cards, search, searching, refusal };
}

/** A card by what can be said of it over the telephone. */
function cardOption({ cardId, panMasked, holder, vehicle }: CardRecord): Option {
  const names = [holder, vehicle].filter((name) => name !== null && name !== '');
  return { value: cardId, label: panMasked, hint: names.join(' · ') };
}
