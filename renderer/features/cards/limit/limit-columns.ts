import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { LimitRecord } from '#protocol/records.ts';
import { useFormat } from '#ui/format/use-format.ts';
import type { Column } from '#ui/table/column.ts';
import type { LimitRow, LimitSubjectName } from './limit-rows.ts';
import type { useLimitWords } from './limit-words.ts';

export interface LimitColumnsSource {
  readonly subject: () => LimitSubjectName;
  readonly rows: ComputedRef<readonly LimitRow[]>;
  readonly words: ReturnType<typeof useLimitWords>;
}

/**
 * The columns of a table of limits; what hardly any limit has is a column only where one has it.
 */
export function useLimitColumns({
  subject,
  rows,
  words,
}: LimitColumnsSource): ComputedRef<readonly Column<LimitRow>[]> {
  const { t } = useI18n({ useScope: 'global' });
  const format = useFormat();
  /** Its days, hours and alert, and what is planned next. */
  const whenText = (limit: LimitRecord): string => {
    const [next] = limit.scheduled;
    if (next === undefined) return words.value.when(limit);
    const moment = format.value.date(next.fromMs);
    const planned =
      next.terms === null
        ? t('cards.limit.endsFrom', { moment })
        : t('cards.limit.changesFrom', {
            moment,
            amount: words.value.amount(limit.measure, next.terms.amount),
          });
    const now = limit.weekdays === 0 ? '' : words.value.when(limit);
    return [now, planned].filter(Boolean).join(' · ');
  };
  const hasTerms = computed(() => rows.value.some(({ limit }) => whenText(limit) !== ''));
  return computed(() => [
    ...(subject().kind === 'card'
      ? [
          {
            key: 'owner',
            title: t('cards.limit.owner'),
            text: ({ limit }: LimitRow) => t(`cards.limit.ownerKind.${limit.subjectKind}`),
            width: '88px',
          },
        ]
      : []),
    {
      key: 'scope',
      title: t('cards.limit.on'),
      text: ({ limit }) => words.value.scope(limit),
      width: 'minmax(100px, 1.4fr)',
    },
    {
      key: 'period',
      title: t('cards.limit.periodTitle'),
      text: ({ limit }) => words.value.period(limit),
      width: '80px',
    },
    ...(hasTerms.value
      ? [
          {
            key: 'when',
            title: t('cards.limit.when'),
            text: ({ limit }: LimitRow) => whenText(limit),
            width: 'minmax(96px, 1fr)',
          },
        ]
      : []),
    {
      key: 'amount',
      title: t('cards.limit.amount'),
      text: ({ limit }) => words.value.amount(limit.measure, limit.amount),
      width: 'minmax(104px, 1fr)',
      align: 'end',
    },
    {
      key: 'used',
      title: t('cards.limit.used'),
      text: ({ limit, used }) => words.value.amount(limit.measure, used),
      width: 'minmax(104px, 1fr)',
      align: 'end',
    },
    {
      key: 'left',
      title: t('cards.limit.left'),
      text: ({ limit, left }) => words.value.amount(limit.measure, left),
      width: 'minmax(124px, 1fr)',
      align: 'end',
    },
    {
      key: 'reset',
      title: t('cards.limit.reset'),
      text: ({ remainder }) =>
        typeof remainder?.nextResetAtMs === 'number'
          ? format.value.dateTime(remainder.nextResetAtMs)
          : '—',
      width: '132px',
    },
  ]);
}
