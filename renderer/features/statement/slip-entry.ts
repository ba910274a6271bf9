// A fill from a paper slip as it is typed: looked at first, then entered as it was looked at.
import { computed, reactive, ref, shallowRef, watch } from 'vue';
import type { BridgeAnswer, BridgeInput } from '#protocol/bridge.ts';
import { useClient } from '#bridge/client.ts';
import type { QueryRefusal } from '#bridge/query/load-state.ts';
import { useCommand } from '#bridge/query/use-command.ts';
import { useList, type ListRow } from '#bridge/query/use-list.ts';
import { noSlip, slipOf, type SlipValues } from './hand-entry.ts';

type Station = ListRow<'station:list'>;

/** A slip that was looked at, and what it comes to. */
export interface SeenSlip {
  readonly slip: BridgeInput<'sale:enterPreview'>;
  readonly preview: BridgeAnswer<'sale:enterPreview'>;
}

const FOUND_MAX = 30;

/** The station that a slip is from, found by typing; `own` is there before anything is found. */
function useStationOf(values: SlipValues, own: () => Station | null) {
  const search = ref('');
  const found = useList('station:list', () => ({ search: search.value, limit: FOUND_MAX }));
  /** The one that is chosen, while a search shows others. */
  const known = shallowRef<Station | null>(null);
  const stations = computed((): readonly Station[] => {
    const { value: rows } = found.rows;
    const chosen = known.value;
    if (chosen === null || rows.some(({ stationId }) => stationId === chosen.stationId))
      return rows;
    return [chosen, ...rows];
  });
  const station = computed(
    () => stations.value.find(({ stationId }) => stationId === values.stationId) ?? null,
  );
  watch(station, (chosen) => {
    if (chosen !== null) known.value = chosen;
  });

  function chooseOwn(): void {
    known.value = own();
    values.stationId = known.value?.stationId ?? null;
  }

  const searching = computed(() => found.state.value === 'loading');
  return { search, stations, station, searching, chooseOwn };
}

/**
 * One slip. `own` is the station of this workstation: chosen at first. The card is found by the
 * number in `cardText` when the slip is looked at. Whatever is typed while an answer is on its way
 * makes that answer one about another slip: it is not shown, and nothing of it is entered.
 */
export function useSlipEntry(own: () => Station | null) {
  const { engine } = useClient();
  const command = useCommand('sale:enter');
  const values = reactive<SlipValues>({ ...noSlip });
  const cardText = ref('');
  const card = shallowRef<BridgeAnswer<'card:find'> | null>(null);
  const seen = shallowRef<SeenSlip | null>(null);
  const refusal = shallowRef<QueryRefusal | null>(null);
  const busy = shallowRef(false);

  const place = useStationOf(values, own);
  const { station } = place;
  const slip = computed(() => (station.value === null ? null : slipOf(values, station.value.zone)));
  /** Complete but for the card, which is found by its number. */
  const ready = computed(
    () =>
      values.reason.trim() !== '' &&
      cardText.value.trim() !== '' &&
      station.value !== null &&
      slipOf({ ...values, cardId: values.cardId ?? '?' }, station.value.zone) !== null,
  );
  watch(cardText, () => {
    card.value = null;
    values.cardId = null;
  });
  // Whatever is changed is looked at again before it is sent.
  watch([() => JSON.stringify({ ...values, cardId: null, reason: null }), cardText], () => {
    seen.value = null;
  });

  /** Looks at the slip; a slip that was looked at is entered. @returns true when it was entered */
  async function send(): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    try {
      if (seen.value !== null) return await enter(seen.value);
      await look();
      return false;
    } finally {
      busy.value = false;
    }
  }

  async function look(): Promise<void> {
    const number = cardText.value;
    const answer = await engine.request('card:find', { typed: number });
    if (number !== cardText.value) return;
    refusal.value = answer.ok ? null : answer;
    if (!answer.ok) return;
    card.value = answer.value;
    values.cardId = answer.value.card.cardId;
    const asked = slip.value;
    if (asked === null) return;
    const preview = await engine.request('sale:enterPreview', asked);
    if (JSON.stringify(asked) !== JSON.stringify(slip.value)) return;
    refusal.value = preview.ok ? null : preview;
    seen.value = preview.ok ? { slip: asked, preview: preview.value } : null;
  }

  async function enter({ slip: looked }: SeenSlip): Promise<boolean> {
    const answer = await command.run({ ...looked, reason: values.reason.trim() });
    refusal.value = answer.ok ? null : answer;
    return answer.ok;
  }

  function clear(): void {
    Object.assign(values, noSlip);
    place.chooseOwn();
    cardText.value = '';
    card.value = null;
    seen.value = null;
    refusal.value = null;
  }

  return { values, cardText, card, seen, refusal, busy, place, ready, send, clear };
}
