import { type ComputedRef, computed } from 'vue';
import { useList } from './use-list.ts';

const FOUND_MAX = 30;

/** A contract as a field offers it: by its number, with its client beside it. */
export interface FoundContract {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}

/** The first contracts that a search by number or client finds; null asks nothing. */
export function useFoundContracts(search: () => string | null): {
  readonly options: ComputedRef<readonly FoundContract[]>;
  readonly busy: ComputedRef<boolean>;
} {
  const list = useList('contract:list', () => {
    const wanted = search();
    return wanted === null ? null : { search: wanted, limit: FOUND_MAX };
  });
  const options = computed(() =>
    list.rows.value.map(({ contractId, number, clientName }) => ({
      value: contractId,
      label: number,
      hint: clientName,
    })),
  );
  return { options, busy: computed(() => list.state.value === 'loading') };
}
