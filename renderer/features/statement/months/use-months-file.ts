import { type ShallowRef, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Result } from '#domain/result.ts';
import { useClient } from '#bridge/client.ts';
import { useToasts } from '#ui/overlay/toast.ts';
import { useErrorText } from '#ui/text/use-error-text.ts';
import type { MonthSheet } from './month-columns.ts';

export interface MonthsFile {
  readonly busy: Readonly<ShallowRef<boolean>>;
  /** Saves a sheet under a name of its own; the outcome is told by a message. */
  save(sheet: MonthSheet, fileName: string): Promise<void>;
}

/** Sums by month as a workbook. */
export function useMonthsFile(): MonthsFile {
  const { engine, shell } = useClient();
  const { t } = useI18n({ useScope: 'global' });
  const toasts = useToasts();
  const errorText = useErrorText();
  const busy = shallowRef(false);

  function tell(refusal: Extract<Result<unknown>, { ok: false }>): void {
    const { title, text, next } = errorText.value(refusal);
    toasts.show({ tone: 'danger', title, text: `${text} ${next}` });
  }

  async function write({ titles, rows }: MonthSheet, fileName: string): Promise<void> {
    const sheet = t('statement.views.months');
    const made = await engine.request('table:workbook', { sheet, titles, rows });
    if (!made.ok) return tell(made);
    const file = { suggestedName: fileName, bytes: made.value.bytes };
    const saved = await shell.request('file:save', file);
    if (!saved.ok) return tell(saved);
    const title = t('statement.months.saved', { fileName });
    if (saved.value.saved) toasts.show({ tone: 'ok', title });
  }

  return {
    busy,
    async save(sheet, fileName) {
      if (busy.value) return;
      busy.value = true;
      await write(sheet, fileName);
      busy.value = false;
    },
  };
}
