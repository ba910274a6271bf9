import { computed, type ComputedRef, watch } from 'vue';
import type { ClientWaiting } from '#protocol/bridge/clients.ts';
import { useQuery } from '#bridge/query/use-query.ts';
import { useSession } from '#bridge/state/session-state.ts';

export interface WaitingList {
  readonly rows: ComputedRef<readonly ClientWaiting[]>;
  reload(): Promise<void>;
}

/**
 * What was entered of clients at this workstation and is not in the network, for whoever may change
 * them. `taken` is called when some of it is there no more: what the network says is new then.
 */
export function useWaitingClients(taken: () => void): WaitingList {
  const session = useSession();
  const query = useQuery('client:waiting', () => (session.may('contract.change') ? {} : null), [
    'sync:changed',
  ]);
  const rows = computed(() => query.answer.value?.rows ?? []);
  watch(
    () => rows.value.length,
    (now, before) => {
      if (now < before) taken();
    },
  );
  return { rows, reload: query.reload };
}
