import { computed } from 'vue';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import { useQuery } from '#bridge/query/use-query.ts';

/** A programme as the office keeps it: its profile, whether its door is open, its documents. */
export type KeptProgramme = BridgeAnswer<'programme:list'>['rows'][number];
export type Profile = KeptProgramme['profile'];
export type Contact = Profile['contacts'][number];

/** All programmes of the network; there are few of them, so they are read together. */
export function useProgrammes() {
  const query = useQuery('programme:list', {});
  const rows = computed(() => query.answer.value?.rows ?? []);
  return { query, rows };
}
