import { type ShallowRef, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Result } from '#domain/result.ts';
import { useClient } from '#bridge/client.ts';
import { useToasts } from '#ui/overlay/toast.ts';
import type { Column } from '#ui/table/column.ts';
import { useErrorText } from '#ui/text/use-error-text.ts';

export interface ResultFile {
  readonly busy: Readonly<ShallowRef<boolean>>;
  /** Saves rows as they are shown, in a workbook of that name. */
  save<Row>(name: string, columns: readonly Column<Row>[], rows: readonly Row[]): Promise<void>;
}

/** A table of a screen as a file; the outcome is told by a message. */
export function useResultFile(): ResultFile {
  const { engine, shell } = useClient();
  const { t } = useI18n({ useScope: 'global' });
  const toasts = useToasts();
  const errorText = useErrorText();
  const busy = shallowRef(false);

  function tell(refusal: Extract<Result<unknown>, { ok: false }>): void {
    const { title, text, next } = errorText.value(refusal);
    toasts.show({ tone: 'danger', title, text: `${text} ${next}` });
  }

  async function write(name: string, titles: string[], rows: string[][]): Promise<void> {
    const made = await engine.request('table:workbook', { sheet: name, titles, rows });
    if (!made.ok) return tell(made);
    const suggestedName = `${name}.xlsx`;
    const saved = await shell.request('file:save', { suggestedName, bytes: made.value.bytes });
    if (!saved.ok) return tell(saved);
    if (saved.value.saved) toasts.show({ tone: 'ok', title: t('cards.bulk.saved') });
  }

  return {
    busy,
    async save(name, columns, rows) {
      if (busy.value) return;
      busy.value = true;
      const titles = columns.map(({ title }) => title);
      await write(
        name,
        titles,
        rows.map((row) => columns.map(({ text }) => text(row))),
      );
      busy.value = false;
    },
  };
}
