import { nextTick, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Result } from '#domain/result.ts';
import { useClient } from '#bridge/client.ts';
import { useSettings } from '#bridge/state/settings-state.ts';
import { useToasts } from '#ui/overlay/toast.ts';
import { useErrorText } from '#ui/text/use-error-text.ts';

export type ExposureWork = 'xlsx' | 'csv' | 'print';

/** The exposure report as a file and as paper; the outcome is told by a message. */
export function useExposureFiles() {
  const { engine, shell } = useClient();
  const settings = useSettings();
  const toasts = useToasts();
  const errorText = useErrorText();
  const { t } = useI18n({ useScope: 'global' });
  const work = shallowRef<ExposureWork | null>(null);

  function tellRefusal(refusal: Extract<Result<unknown>, { ok: false }>): void {
    const { title, text, next } = errorText.value(refusal);
    toasts.show({ tone: 'danger', title, text: `${text} ${next}` });
  }

  async function save(as: 'xlsx' | 'csv', search: string): Promise<void> {
    const { language } = settings.settings;
    const made = await engine.request('exposure:export', { as, search, language });
    if (!made.ok) return tellRefusal(made);
    const { fileName, bytes } = made.value;
    const saved = await shell.request('file:save', { suggestedName: fileName, bytes });
    if (!saved.ok) return tellRefusal(saved);
    if (saved.value.saved)
      toasts.show({ tone: 'ok', title: t('sync.exposure.saved', { fileName }) });
  }

  async function print(): Promise<void> {
    // The paper stands in the window only from now on.
    await nextTick();
    const asked = { to: 'printer', suggestedName: 'exposure.pdf' } as const;
    const answer = await shell.request('print:view', asked);
    if (!answer.ok) tellRefusal(answer);
  }

  async function run(started: ExposureWork, search: string): Promise<void> {
    if (work.value !== null) return;
    work.value = started;
    await (started === 'print' ? print() : save(started, search));
    work.value = null;
  }

  return { work, run };
}
