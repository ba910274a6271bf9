import { type ComputedRef, computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { LimitEffect, LimitRowPreview } from '#domain/limit/limits-result.ts';
import { useErrorText } from '#ui/text/use-error-text.ts';
import type { Column } from '#ui/table/column.ts';
import type { LimitWords } from '../limit/limit-words.ts';
import type { Look } from '#ui/status/look.ts';

export const effectLooks: Readonly<Record<LimitEffect, Look>> = {
  new: { tone: 'ok', icon: 'add' },
  changed: { tone: 'info', icon: 'edit' },
  same: { tone: 'neutral', icon: 'minus' },
  planned: { tone: 'info', icon: 'waiting' },
  removed: { tone: 'warn', icon: 'remove' },
  invalid: { tone: 'danger', icon: 'danger' },
};

export interface PreviewColumnsSource {
  readonly words: () => LimitWords;
  readonly nameOf: (row: LimitRowPreview) => string;
  /** New limits beside one that counts the same. */
  readonly second: () => ReadonlySet<string>;
}

/** Columns of a table of limits before and after a change. */
export function usePreviewColumns({
  words,
  nameOf,
  second,
}: PreviewColumnsSource): ComputedRef<readonly Column<LimitRowPreview>[]> {
  const { t } = useI18n({ useScope: 'global' });
  const errorText = useErrorText();
  const amount = ({ measure }: LimitRowPreview, value: number | null): string =>
    measure === null || value === null ? '—' : words().amount(measure, value);
  const limitText = ({ scopeKind, scopeId, period }: LimitRowPreview): string =>
    scopeKind === null || period === null
      ? '—'
      : `${words().scope({ scopeKind, scopeId })} · ${words().period({ period })}`;
  const why = (row: LimitRowPreview): string => {
    if (row.code !== null) return errorText.value({ code: row.code }).title;
    if (second().has(row.limitId)) return t('cards.bulk.second');
    return row.belowUsed ? t('cards.bulk.belowUsed') : '';
  };
  const figure = (
    key: 'used' | 'before' | 'after',
    title: string,
    of: (row: LimitRowPreview) => number | null,
  ): Column<LimitRowPreview> => ({
    key,
    title,
    text: (row) => amount(row, of(row)),
    width: '112px',
    align: 'end',
    sortBy: (row) => of(row) ?? -1,
  });
  return computed(() => [
    {
      key: 'owner',
      title: t('cards.bulk.whose'),
      text: nameOf,
      width: 'minmax(200px, 3fr)',
      sortBy: nameOf,
    },
    {
      key: 'limit',
      title: t('cards.limit.one'),
      text: limitText,
      width: 'minmax(110px, 1fr)',
      below: 'owner',
    },
    figure('used', t('cards.limit.used'), ({ used }) => used),
    figure('before', t('cards.bulk.before'), ({ beforeAmount }) => beforeAmount),
    figure('after', t('cards.bulk.after'), ({ afterAmount }) => afterAmount),
    {
      key: 'effect',
      title: t('cards.bulk.effectTitle'),
      text: ({ effect }) => t(`cards.bulk.effect.${effect}`),
      width: '132px',
      sortBy: ({ effect }) => effect,
    },
    {
      key: 'why',
      title: t('cards.bulk.why'),
      text: why,
      width: 'minmax(160px, 1.4fr)',
      below: 'effect',
    },
  ]);
}
