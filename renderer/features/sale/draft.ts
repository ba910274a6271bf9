import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { v7 as newId } from 'uuid';
import type { Ask } from '#domain/sale/authorize.ts';
import type { Result } from '#domain/result.ts';
import type { BridgeAnswer, Fill } from '#protocol/bridge.ts';
import { useClient } from '#bridge/client.ts';
import type { QueryRefusal } from '#bridge/query/load-state.ts';

export type CardView = BridgeAnswer<'card:find'>;
export type AskBy = Ask['by'];

export function isAskBy(text: string | null): text is AskBy {
  return text === 'volume' || text === 'money' || text === 'full';
}

/**
 * The sale that the operator is putting together: a card, a product, a pump, how much. Nothing of it is
 * decided here, and nothing of it is kept after the hold is given or the draft is dropped.
 */
export const useSaleDraft = defineStore('sale-draft', () => {
  const { engine } = useClient();
  const typed = ref('');
  const view = shallowRef<CardView | null>(null);
  const productId = ref<string | null>(null);
  const pumpNumber = ref<number | null>(null);
  const by = ref<AskBy>('volume');
  const volumeMl = ref<number | null>(null);
  const amountMinor = ref<number | null>(null);
  const pin = ref('');
  const busy = ref<'card' | 'hold' | null>(null);
  const refusal = shallowRef<QueryRefusal | null>(null);
  /** Counts the questions, so that a slow answer about an earlier card is not shown for a later one. */
  let question = 0;

  const ask = computed((): Ask | null => {
    if (by.value === 'full') return { by: 'full' };
    if (by.value === 'volume') {
      return volumeMl.value === null ? null : { by: 'volume', volumeMl: volumeMl.value };
    }
    return amountMinor.value === null ? null : { by: 'money', amountMinor: amountMinor.value };
  });

  /** Looks the card up; `text` is what a reader or a hand gave. */
  async function findCard(text: string): Promise<void> {
    reset();
    question += 1;
    const asked = question;
    typed.value = text;
    busy.value = 'card';
    const answer = await engine.request('card:find', { typed: text });
    if (asked !== question) return;
    busy.value = null;
    if (answer.ok) view.value = answer.value;
    else refusal.value = answer;
  }

  /** Asks again for the remainders of the card on the desk, after something was spent on it. */
  async function refreshCard(): Promise<void> {
    if (view.value === null || typed.value === '') return;
    const asked = question;
    const answer = await engine.request('card:find', { typed: typed.value });
    if (asked === question && answer.ok) view.value = answer.value;
  }

  /** Asks for the hold. A refusal stays on the screen with the draft; a hold ends the draft. */
  async function authorize(): Promise<Result<Fill> | null> {
    const card = view.value?.card;
    if (busy.value !== null || card === undefined) return null;
    if (productId.value === null || pumpNumber.value === null || ask.value === null) return null;
    busy.value = 'hold';
    refusal.value = null;
    const answer = await engine.request('sale:authorize', {
      saleId: newId(),
      cardId: card.cardId,
      productId: productId.value,
      pumpNumber: pumpNumber.value,
      ask: ask.value,
      pin: pin.value === '' ? null : pin.value,
    });
    busy.value = null;
    pin.value = '';
    if (answer.ok) {
      reset();
      return answer;
    }
    refusal.value = answer;
    void refreshCard();
    return answer;
  }

  /** Takes the largest fill that a refusal named. */
  function takeLargest(largestVolumeMl: number): void {
    by.value = 'volume';
    volumeMl.value = largestVolumeMl;
    refusal.value = null;
  }

  function reset(): void {
    question += 1;
    typed.value = '';
    view.value = null;
    productId.value = null;
    pumpNumber.value = null;
    by.value = 'volume';
    volumeMl.value = null;
    amountMinor.value = null;
    pin.value = '';
    busy.value = null;
    refusal.value = null;
  }

  return {
    typed,
    view,
    productId,
    pumpNumber,
    by,
    volumeMl,
    amountMinor,
    pin,
    busy,
    refusal,
    ask,
    findCard,
    authorize,
    takeLargest,
    reset,
  };
});
