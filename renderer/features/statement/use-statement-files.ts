import { type ShallowRef, nextTick, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Result } from '#domain/result.ts';
import { useClient } from '#bridge/client.ts';
import { useSettings } from '#bridge/state/settings-state.ts';
import { useFormat } from '#ui/format/use-format.ts';
import { useToasts } from '#ui/overlay/toast.ts';
import { useErrorText } from '#ui/text/use-error-text.ts';
import type { StatementQuestion } from './use-statement.ts';

export type FileWork = 'workbook' | 'saving' | 'printer' | 'pdf';

export interface StatementFiles {
  /** What is under way; null when nothing is. */
  readonly work: Readonly<ShallowRef<FileWork | null>>;
  exportWorkbook(question: StatementQuestion): Promise<void>;
  print(to: 'printer' | 'pdf', question: StatementQuestion): Promise<void>;
}

/** A statement as a workbook and as paper; the outcome is told by a message. */
export function useStatementFiles(): StatementFiles {
  const { engine, shell } = useClient();
  const settings = useSettings();
  const toasts = useToasts();
  const errorText = useErrorText();
  const format = useFormat();
  const { t } = useI18n({ useScope: 'global' });
  const work = shallowRef<FileWork | null>(null);

  function tellRefusal(refusal: Extract<Result<unknown>, { ok: false }>): void {
    const { title, text, next } = errorText.value(refusal);
    toasts.show({ tone: 'danger', title, text: `${text} ${next}` });
  }

  async function saveWorkbook(question: StatementQuestion): Promise<void> {
    const { language } = settings.settings;
    const made = await engine.request('statement:export', { ...question, language });
    if (!made.ok) return tellRefusal(made);
    const { fileName, bytes, lineCount } = made.value;
    work.value = 'saving';
    const saved = await shell.request('file:save', { suggestedName: fileName, bytes });
    if (!saved.ok) return tellRefusal(saved);
    if (!saved.value.saved) return;
    const count = format.value.integer(lineCount);
    toasts.show({ tone: 'ok', title: t('statement.saved', { fileName, count }, lineCount) });
  }

  async function run(started: FileWork, job: () => Promise<void>): Promise<void> {
    if (work.value !== null) return;
    work.value = started;
    await job();
    work.value = null;
  }

  async function sendToPaper(
    to: 'printer' | 'pdf',
    { subjectKind, fromDate, toDate }: StatementQuestion,
  ): Promise<void> {
    // The paper stands in the window only from now on.
    await nextTick();
    const suggestedName = `statement-${subjectKind}-${fromDate}-${toDate}.pdf`;
    const answer = await shell.request('print:view', { to, suggestedName });
    if (!answer.ok) tellRefusal(answer);
    else if (answer.value.printed && to === 'pdf') {
      toasts.show({ tone: 'ok', title: t('statement.pdfSaved') });
    }
  }

  return {
    work,
    exportWorkbook: (question) => run('workbook', () => saveWorkbook(question)),
    print: (to, question) => run(to, () => sendToPaper(to, question)),
  };
}
