// The card on the desk: looked up by what a reader or a hand gave, and again after something
// was spent on it.
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import { useClient } from '#bridge/client.ts';
import type { QueryRefusal } from '#bridge/query/load-state.ts';

export type CardView = BridgeAnswer<'card:find'>;

interface CardLookup {
  readonly view: ShallowRef<CardView | null>;
  readonly looking: Ref<boolean>;
  /** In: the typed or scanned text. Out: why no card came, or null. */
  readonly find: (text: string) => Promise<QueryRefusal | null>;
  /** Asks again for the remainders of the card on the desk. */
  readonly refresh: () => Promise<void>;
  readonly forget: () => void;
}

export function useCardLookup(): CardLookup {
  const { engine } = useClient();
  const typed = ref('');
  const view = shallowRef<CardView | null>(null);
  const looking = ref(false);
  /** Counts the questions, so that a slow answer about an earlier card is not shown for a later. */
  let question = 0;

  function forget(): void {
    question += 1;
    typed.value = '';
    view.value = null;
    looking.value = false;
  }

  async function find(text: string): Promise<QueryRefusal | null> {
    forget();
    const asked = question;
    typed.value = text;
    looking.value = true;
    const answer = await engine.request('card:find', { typed: text });
    if (asked !== question) return null;
    looking.value = false;
    if (!answer.ok) return answer;
    view.value = answer.value;
    return null;
  }

  async function refresh(): Promise<void> {
    if (view.value === null || typed.value === '') return;
    const asked = question;
    const answer = await engine.request('card:find', { typed: typed.value });
    if (asked === question && answer.ok) view.value = answer.value;
  }

  return { view, looking, find, refresh, forget };
}
