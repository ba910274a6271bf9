import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { Result } from '#domain/result.ts';
import type { Language } from '#domain/text/language.ts';
import type { Preferences, PreferencesChange } from '#protocol/records/preferences.ts';
import { useClient } from '../client.ts';
import { useSession } from './session-state.ts';
import { useSettings } from './settings-state.ts';

const separators = { language: undefined, comma: ',', point: '.' } as const;

/**
 * How whoever is signed in wants the product to be (row O-21). The backend keeps it, so that it
 * goes with him from desk to desk; what he has not said is as it is at this desk.
 */
export const usePreferences = defineStore('preferences', () => {
  const { engine } = useClient();
  const session = useSession();
  const settings = useSettings();
  const kept = shallowRef<Preferences>({});
  /** Chosen where the backend could not be told: good until he signs out. */
  const untold = shallowRef<Language | null>(null);

  const language = computed(
    () => untold.value ?? kept.value.language ?? settings.settings.language,
  );
  /** IANA; undefined: that of the station. */
  const zone = computed(() => kept.value.zone);
  const decimalSeparator = computed(() => separators[kept.value.numberFormat ?? 'language']);
  const defaultReport = computed(() => kept.value.defaultReport ?? 'statement');

  async function load(): Promise<void> {
    const answer = await engine.request('preferences:get', {});
    if (answer.ok) kept.value = answer.value;
  }

  /** Null puts one back to what this desk has. A refusal changes nothing. */
  async function change(part: PreferencesChange): Promise<Result<Preferences>> {
    const answer = await engine.request('preferences:set', part);
    if (!answer.ok) return answer;
    kept.value = answer.value;
    if (part.language !== undefined) untold.value = null;
    return answer;
  }

  /**
   * The window follows at once, and the desk greets in it whoever comes next. Refused where it does
   * not go with the person, and good here all the same.
   */
  async function changeLanguage(chosen: Language): Promise<Result<unknown>> {
    untold.value = chosen;
    const atDesk = await settings.change({ language: chosen });
    const answer = await change({ language: chosen });
    return atDesk.ok ? answer : atDesk;
  }

  // A session that is good for one thing alone, or locked, tells nothing.
  watch(
    () => {
      const { user, locked, purpose } = session.session;
      if (user === null) return null;
      return { userId: user.userId, isOpen: locked !== true && purpose === undefined };
    },
    (now, before) => {
      if (now?.userId !== before?.userId) {
        kept.value = {};
        untold.value = null;
      }
      if (now?.isOpen === true) void load();
    },
    { immediate: true },
  );

  return {
    kept,
    language,
    zone,
    decimalSeparator,
    defaultReport,
    load,
    change,
    changeLanguage,
  };
});
