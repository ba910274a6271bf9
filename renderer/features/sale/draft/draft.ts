import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { v7 as newId } from 'uuid';
import type { Result } from '#domain/result.ts';
import type { RecentFill } from '#domain/sale/duplicate.ts';
import type { Fill } from '#protocol/bridge.ts';
import { useClient } from '#bridge/client.ts';
import type { QueryRefusal } from '#bridge/query/load-state.ts';
import { useCardLookup } from './card-lookup.ts';
import { type Remainder, useDraftFields } from './draft-fields.ts';
import { useEarlierFill } from './earlier-fill.ts';

/**
 * The sale that the operator is putting together: a card, a product, a pump, how much. Nothing of
 * it is decided here, and nothing of it is kept after the hold is given or the draft is dropped.
 */
export const useSaleDraft = defineStore('sale-draft', () => {
  const { engine } = useClient();
  const { view, looking, find, refresh, forget } = useCardLookup();
  const { fields, clearFields, enterVolume, enterRest, entered } = useDraftFields();
  const earlierFill = useEarlierFill();
  const holding = ref(false);
  const refusal = shallowRef<QueryRefusal | null>(null);
  /** The fill of a moment ago that this one looks like: asked about before it is held (C7). */
  const duplicate = shallowRef<RecentFill | null>(null);
  /** What went into the tank above a hold and is to be sold apart; until it is, or is dropped. */
  const remainder = shallowRef<Remainder | null>(null);
  /** Counts the drafts: an answer about an earlier one says nothing about the one in work. */
  let draftNumber = 0;
  const busy = computed(() => (holding.value ? 'hold' : looking.value ? 'card' : null));

  function reset(): void {
    draftNumber += 1;
    forget();
    clearFields();
    holding.value = false;
    refusal.value = null;
    duplicate.value = null;
  }

  /** Begins anew with the rest of a fill: the card is read again, everything else is known. */
  function begin(rest: Remainder | null): void {
    reset();
    remainder.value = rest;
  }

  /** Looks the card up; `text` is what a reader or a hand gave. */
  async function findCard(text: string): Promise<void> {
    reset();
    const refused = await find(text);
    if (refused !== null) refusal.value = refused;
    else if (view.value !== null && remainder.value !== null) enterRest(remainder.value);
  }

  /**
   * Asks for the hold. A refusal stays on the screen with the draft; a hold ends the draft. Null:
   * nothing was asked, or another draft took its place meanwhile.
   */
  async function authorize({ knowsDuplicate = false } = {}): Promise<Result<Fill> | null> {
    const question = entered();
    if (busy.value !== null || view.value === null || question === null) return null;
    const { card, recentFills } = view.value;
    duplicate.value = knowsDuplicate ? null : earlierFill({ recentFills, ...question });
    if (duplicate.value !== null) return null;
    holding.value = true;
    refusal.value = null;
    const asked = draftNumber;
    const sale = { saleId: newId(), cardId: card.cardId, ...question };
    const answer = await engine.request('sale:authorize', sale);
    if (asked !== draftNumber) return null;
    holding.value = false;
    fields.pin.value = '';
    if (answer.ok) begin(null);
    else refusal.value = answer;
    if (!answer.ok) void refresh();
    return answer;
  }

  /** Takes the largest fill that a refusal named. */
  function takeLargest(largestVolumeMl: number): void {
    enterVolume(largestVolumeMl);
    refusal.value = null;
  }

  const state = { view, ...fields, busy, refusal, duplicate, remainder };
  return { ...state, findCard, authorize, takeLargest, reset, begin };
});
