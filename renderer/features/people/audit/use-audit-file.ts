import { useI18n } from 'vue-i18n';
import { refuse, type Result } from '#domain/result.ts';
import { type BridgeAnswer, type BridgeInput, FILE_ROWS_MAX } from '#protocol/bridge.ts';
import type { AuditRecord } from '#protocol/records/audit.ts';
import { useClient } from '#bridge/client.ts';
import { type Files, useFiles } from '#bridge/query/use-files.ts';
import { useTelling } from '#ui/overlay/use-telling.ts';
import { useAuditWords } from './use-audit-words.ts';

type Question = BridgeInput<'audit:list'>;

const PAGE_ROWS = 500;
/** A cell is that long at most. */
const CELL_MAX = 500;

/** The chosen part of the security log as a file; its contacts are masked as they are kept. */
export function useAuditFile(): Pick<Files, 'work'> & {
  save(as: 'xlsx' | 'csv', question: Question): Promise<void>;
} {
  const { engine } = useClient();
  const { t } = useI18n({ useScope: 'global' });
  const files = useFiles(useTelling());
  const words = useAuditWords();

  async function whole(question: Question): Promise<Result<readonly AuditRecord[]>> {
    const rows: AuditRecord[] = [];
    let cursor: string | null = null;
    do {
      const asked: Question = { ...question, limit: PAGE_ROWS };
      const page: Result<BridgeAnswer<'audit:list'>> = await engine.request(
        'audit:list',
        cursor === null ? asked : { ...asked, cursor },
      );
      if (!page.ok) return page;
      rows.push(...page.value.rows);
      if (rows.length > FILE_ROWS_MAX) return refuse('REPORT_TOO_LONG', { rowsMax: FILE_ROWS_MAX });
      cursor = page.value.nextCursor;
    } while (cursor !== null);
    return { ok: true, value: rows };
  }

  async function make(as: 'xlsx' | 'csv', question: Question) {
    const log = await whole(question);
    if (!log.ok) return log;
    const rows = log.value.map((entry) =>
      words
        .cells(entry)
        .map((text) => (text.length > CELL_MAX ? `${text.slice(0, CELL_MAX - 1)}…` : text)),
    );
    const sheet = t('people.audit.title');
    return engine.request('table:workbook', { as, sheet, titles: [...words.titles()], rows });
  }

  return {
    work: files.work,
    save: (as, question) =>
      files.save({
        make: () => make(as, question),
        nameOf: () => `security-log.${as}`,
        saidOf: (fileName) => t('people.audit.saved', { fileName }),
      }),
  };
}
