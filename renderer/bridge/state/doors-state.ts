import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Result } from '#domain/result.ts';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import { languages } from '#domain/text/language.ts';
import { useClient } from '../client.ts';
import { useSettings } from './settings-state.ts';

/** A programme as whoever is not signed in sees it. */
export type Programme = BridgeAnswer<'programme:public'>['programmes'][number];

/**
 * The doors of this network: that of its own staff, and one per active programme. The one last gone
 * through is offered again (N-04).
 */
export const useDoors = defineStore('doors', () => {
  const { engine } = useClient();
  const settings = useSettings();
  const programmes = shallowRef<readonly Programme[]>([]);
  /** Moment of what is shown; null until the first answer. */
  const asOfMs = shallowRef<number | null>(null);
  /** It was asked once, whatever came of it. */
  const known = shallowRef(false);
  /** Undefined until somebody chose here: then the kept one counts. */
  const chosen = shallowRef<string | null | undefined>(undefined);

  /** Null is the staff's door, also where the kept one was closed since. */
  const programme = computed((): Programme | null => {
    const wanted = chosen.value === undefined ? settings.settings.lastDoor : chosen.value;
    return programmeOf(wanted);
  });
  const programmeId = computed(() => programme.value?.programmeId ?? null);
  /** What the switch offers before signing in (P-08). */
  const offered = computed(() => programme.value?.languages ?? languages);
  /** The language before signing in: the chosen one, or the programme's first. */
  const language = computed(() => {
    const wanted = settings.settings.language;
    return offered.value.includes(wanted) ? wanted : (offered.value[0] ?? wanted);
  });

  async function load(): Promise<Result<BridgeAnswer<'programme:public'>>> {
    const answer = await engine.request('programme:public', {});
    if (answer.ok) {
      programmes.value = answer.value.programmes;
      asOfMs.value = answer.value.asOfMs;
    }
    known.value = true;
    return answer;
  }

  /** The programme of an id; null for the network's own staff, and where none is called so. */
  function programmeOf(id: string | null | undefined): Programme | null {
    return programmes.value.find(({ programmeId: one }) => one === id) ?? null;
  }

  function choose(id: string | null): void {
    chosen.value = id;
  }

  return {
    programmes,
    asOfMs,
    programme,
    programmeId,
    offered,
    language,
    known,
    load,
    programmeOf,
    choose,
  };
});
