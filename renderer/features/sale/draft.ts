import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { v7 as newId } from 'uuid';
import type { Result } from '#domain/result.ts';
import type { Fill } from '#protocol/bridge.ts';
import { useClient } from '#bridge/client.ts';
import type { QueryRefusal } from '#bridge/query/load-state.ts';
import { useAskEntry } from './ask-entry.ts';
import { useCardLookup } from './card-lookup.ts';

/**
 * The sale that the operator is putting together: a card, a product, a pump, how much. Nothing of
 * it is decided here, and nothing of it is kept after the hold is given or the draft is dropped.
 */
export const useSaleDraft = defineStore('sale-draft', () => {
  const { engine } = useClient();
  const { view, looking, find, refresh, forget } = useCardLookup();
  const { by, volumeMl, amountMinor, ask, clear } = useAskEntry();
  const productId = ref<string | null>(null);
  const pumpNumber = ref<number | null>(null);
  const pin = ref('');
  const holding = ref(false);
  const refusal = shallowRef<QueryRefusal | null>(null);
  /** Counts the drafts: an answer about an earlier one says nothing about the one in work. */
  let draftNumber = 0;
  const busy = computed(() => (holding.value ? 'hold' : looking.value ? 'card' : null));

  function reset(): void {
    draftNumber += 1;
    forget();
    clear();
    productId.value = null;
    pumpNumber.value = null;
    pin.value = '';
    holding.value = false;
    refusal.value = null;
  }

  /** Looks the card up; `text` is what a reader or a hand gave. */
  async function findCard(text: string): Promise<void> {
    reset();
    const refused = await find(text);
    if (refused !== null) refusal.value = refused;
  }

  /**
   * Asks for the hold. A refusal stays on the screen with the draft; a hold ends the draft. Null:
   * nothing was asked, or another draft took its place meanwhile.
   */
  async function authorize(): Promise<Result<Fill> | null> {
    const card = view.value?.card;
    if (busy.value !== null || card === undefined) return null;
    if (productId.value === null || pumpNumber.value === null || ask.value === null) return null;
    holding.value = true;
    refusal.value = null;
    const asked = draftNumber;
    const answer = await engine.request('sale:authorize', {
      saleId: newId(),
      cardId: card.cardId,
      productId: productId.value,
      pumpNumber: pumpNumber.value,
      ask: ask.value,
      pin: pin.value === '' ? null : pin.value,
    });
    if (asked !== draftNumber) return null;
    holding.value = false;
    pin.value = '';
    if (answer.ok) {
      reset();
      return answer;
    }
    refusal.value = answer;
    void refresh();
    return answer;
  }

  /** Takes the largest fill that a refusal named. */
  function takeLargest(largestVolumeMl: number): void {
    by.value = 'volume';
    volumeMl.value = largestVolumeMl;
    refusal.value = null;
  }

  return {
    ...{ view, productId, pumpNumber, by, volumeMl, amountMinor, pin, ask },
    ...{ busy, refusal },
    ...{ findCard, authorize, takeLargest, reset },
  };
});
