import { useI18n } from 'vue-i18n';
import { useClient } from '#bridge/client.ts';
import { type Files, useFiles } from '#bridge/query/use-files.ts';
import { useSettings } from '#bridge/state/settings-state.ts';
import { useFormat } from '#ui/format/use-format.ts';
import { useTelling } from '#ui/overlay/use-telling.ts';
import type { StatementQuestion } from './use-statement.ts';

export interface StatementFiles extends Pick<Files, 'work'> {
  exportWorkbook(question: StatementQuestion): Promise<void>;
  print(to: 'printer' | 'pdf', question: StatementQuestion): Promise<boolean>;
}

/** A statement as a workbook and as paper; the outcome is told by a message. */
export function useStatementFiles(): StatementFiles {
  const { engine } = useClient();
  const settings = useSettings();
  const files = useFiles(useTelling());
  const format = useFormat();
  const { t } = useI18n({ useScope: 'global' });

  return {
    work: files.work,
    exportWorkbook: (question) =>
      files.save({
        make: () => {
          const { language } = settings.settings;
          return engine.request('statement:export', { ...question, language });
        },
        nameOf: ({ fileName }) => fileName,
        saidOf: (fileName, { lineCount }) =>
          t('statement.saved', { fileName, count: format.value.integer(lineCount) }, lineCount),
      }),
    print: (to, { subjectKind, fromDate, toDate }) =>
      files.print({
        to,
        suggestedName: `statement-${subjectKind}-${fromDate}-${toDate}.pdf`,
        ...(to === 'pdf' ? { said: t('statement.pdfSaved') } : {}),
      }),
  };
}
