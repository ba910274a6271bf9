import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Result } from '#domain/result.ts';
import type { SyncState } from '#protocol/bridge.ts';
import { useClient } from '../client.ts';

/** How this workstation stands to its backend: link, queue, leases; null until the first answer. */
export const useLink = defineStore('link', () => {
  const { engine } = useClient();
  const sync = shallowRef<SyncState | null>(null);
  const link = computed(() => sync.value?.link ?? 'connecting');
  const online = computed(() => link.value === 'online');

  engine.on('sync:changed', (state) => {
    sync.value = state;
  });

  async function load(): Promise<Result<SyncState>> {
    return keep(await engine.request('sync:state', {}));
  }

  async function syncNow(): Promise<Result<SyncState>> {
    return keep(await engine.request('sync:now', {}));
  }

  /** Lets the registers that are on their way wait, or go on. */
  async function pauseArrival(paused: boolean): Promise<Result<SyncState>> {
    return keep(await engine.request('sync:arrival', { paused }));
  }

  function keep(answer: Result<SyncState>): Result<SyncState> {
    if (answer.ok) sync.value = answer.value;
    return answer;
  }

  return { sync, link, online, load, syncNow, pauseArrival };
});
