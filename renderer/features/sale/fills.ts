import { defineStore } from 'pinia';
import { computed, onScopeDispose, shallowRef } from 'vue';
import type { Result } from '#domain/result.ts';
import type { Fill, Slip } from '#protocol/bridge.ts';
import { useClient } from '#bridge/client.ts';
import type { QueryRefusal } from '#bridge/query/load-state.ts';

/** How many finished fills the desk keeps in sight: about an hour of a busy station. */
const RECENT_LIMIT = 30;

function isFinished({ sale }: Fill): boolean {
  return sale.state !== 'held';
}

/**
 * The fills of this workstation as its journal has them: open ones by pump, and the latest
 * finished.
 */
export const useFills = defineStore('fills', () => {
  const { engine } = useClient();
  const open = shallowRef<readonly Fill[]>([]);
  const recent = shallowRef<readonly Fill[]>([]);
  const loaded = shallowRef(false);
  const refusal = shallowRef<QueryRefusal | null>(null);
  const byPump = computed(() => new Map(open.value.map((fill) => [fill.sale.pumpNumber, fill])));

  onScopeDispose(engine.on('sale:changed', () => void load()));

  async function load(): Promise<void> {
    const answers = await Promise.all([
      engine.request('sale:open', {}),
      engine.request('sale:recent', { limit: RECENT_LIMIT }),
    ]);
    const [opened, finished] = answers;
    refusal.value = answers.find((answer) => !answer.ok) ?? null;
    if (opened.ok) open.value = opened.value.fills;
    if (finished.ok) recent.value = finished.value.fills.filter(isFinished);
    loaded.value = opened.ok && finished.ok;
  }

  async function capture(saleId: string, volumeMl: number): Promise<Result<Fill>> {
    const answer = await engine.request('sale:capture', { saleId, volumeMl });
    void load();
    return answer;
  }

  async function reverse(saleId: string): Promise<Result<unknown>> {
    const answer = await engine.request('sale:reverse', { saleId });
    void load();
    return answer;
  }

  function slip(saleId: string): Promise<Result<Slip>> {
    return engine.request('sale:slip', { saleId });
  }

  function refundSlip(refundId: string): Promise<Result<Slip>> {
    return engine.request('refund:slip', { refundId });
  }

  return { open, recent, loaded, refusal, byPump, load, capture, reverse, slip, refundSlip };
});
