import { shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useClient } from '#bridge/client.ts';
import { useSettings } from '#bridge/state/settings-state.ts';
import { useTelling } from '#ui/overlay/use-telling.ts';

/**
 * The file of what a fork has told to nobody. Only when it lies where the person wanted it does the
 * engine hear that it is kept; a file with nothing in it is not asked about.
 */
export function useUntoldFile() {
  const { engine, shell } = useClient();
  const settings = useSettings();
  const tell = useTelling();
  const { t } = useI18n({ useScope: 'global' });
  const busy = shallowRef(false);

  async function keep(): Promise<void> {
    const { language } = settings.settings;
    const made = await engine.request('fork:untold', { language });
    if (!made.ok) return tell.refused(made);
    const { fileName: suggestedName, bytes, lineCount, throughSeq } = made.value;
    let said = t('sync.fork.nothing');
    if (lineCount > 0) {
      const saved = await shell.request('file:save', { suggestedName, bytes });
      if (!saved.ok) return tell.refused(saved);
      const { savedAs: fileName } = saved.value;
      if (fileName === null) return;
      said = t('sync.fork.saved', { fileName, lineCount });
    }
    const noted = await engine.request('fork:saved', { throughSeq });
    if (!noted.ok) return tell.refused(noted);
    tell.done(said);
  }

  async function save(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    await keep();
    busy.value = false;
  }

  return { busy, save };
}
