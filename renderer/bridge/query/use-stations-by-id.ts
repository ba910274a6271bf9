import { type ShallowRef, onScopeDispose, shallowRef, watch } from 'vue';
import type { StationRecord } from '#protocol/records.ts';
import { IDS_ASKED_MAX } from '#protocol/shapes.ts';
import { useClient } from '../client.ts';
import { useLink } from '../state/link-state.ts';

/**
 * The stations that rows name by id, however long the register is: each is asked for once, and
 * again when stations change. One that is not known (yet) is not in the map.
 */
export function useStationsById(
  stationIds: () => readonly string[],
): Readonly<ShallowRef<ReadonlyMap<string, StationRecord>>> {
  const { engine } = useClient();
  const link = useLink();
  const known = shallowRef<ReadonlyMap<string, StationRecord>>(new Map());
  const asked = new Set<string>();

  async function ask(ids: string[]): Promise<void> {
    for (const id of ids) asked.add(id);
    const answer = await engine.request('station:getMany', { stationIds: ids });
    if (answer.ok) {
      const found = answer.value.rows.map((row) => [row.stationId, row] as const);
      known.value = new Map([...known.value, ...found]);
    } else {
      for (const id of ids) asked.delete(id);
    }
  }

  function askMissing(): void {
    const missing = [...new Set(stationIds())].filter((id) => !asked.has(id));
    for (let start = 0; start < missing.length; start += IDS_ASKED_MAX) {
      void ask(missing.slice(start, start + IDS_ASKED_MAX));
    }
  }

  watch(stationIds, askMissing, { immediate: true });
  watch(
    () => link.online,
    (online) => {
      if (online) askMissing();
    },
  );
  onScopeDispose(
    engine.on('station:changed', () => {
      asked.clear();
      askMissing();
    }),
  );
  return known;
}
