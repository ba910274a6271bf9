import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { Result } from '#domain/result.ts';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import { useClient } from '../client.ts';

export type StationContext = BridgeAnswer<'station:context'>;

/** The station this window stands at, with its products and prices; null until the first answer. */
export const useStation = defineStore('station', () => {
  const { engine } = useClient();
  const context = shallowRef<StationContext | null>(null);

  engine.on('station:changed', () => void load());

  async function load(): Promise<Result<StationContext>> {
    const answer = await engine.request('station:context', {});
    if (answer.ok) context.value = answer.value;
    return answer;
  }

  return { context, load };
});
