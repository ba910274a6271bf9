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

/** Days, hours and alert of a limit, and what is planned next; empty where it has none. */
function useWhenText(words: LimitColumnsSource['words']): (limit: LimitRecord) => string {
  const { t } = useI18n({ useScope: 'global' });
  const format = useFormat();
  return (limit) => {
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
}

/**
 * The limit, what is used of it and what is left, one under the other; before and after take the
 * room of what is used, which follows from the rest.
 */
function amountColumns(
  { words, hasWaiting }: Pick<LimitColumnsSource, 'words'> & { readonly hasWaiting: boolean },
  t: (key: string) => string,
): readonly Column<LimitRow>[] {
  const column = (
    key: 'amount' | 'used' | 'left',
    width: string,
    of: (row: LimitRow) => number,
  ): Column<LimitRow> => ({
    key,
    title: t(`cards.limit.${key}`),
    text: (row) => words.value.amount(row.limit.measure, of(row)),
    width: `minmax(${width}, 1fr)`,
    align: 'end',
  });
  return [
    {
      ...column('amount', hasWaiting ? '190px' : '104px', ({ limit }) => limit.amount),
      text: ({ limit, beforeAmount }) => {
        const now = words.value.amount(limit.measure, limit.amount);
        if (beforeAmount === null) return now;
        return `${words.value.amount(limit.measure, beforeAmount)} → ${now}`;
      },
    },
    ...(hasWaiting ? [] : [column('used', '104px', ({ used }) => used)]),
    column('left', '124px', ({ left }) => left),
  ];
}

function only(isThere: boolean, column: Column<LimitRow>): readonly Column<LimitRow>[] {
  return isThere ? [column] : [];
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
  const whenText = useWhenText(words);
  const hasWaiting = computed(() => rows.value.some(({ beforeAmount }) => beforeAmount !== null));
  const hasTerms = computed(() => rows.value.some(({ limit }) => whenText(limit) !== ''));
  return computed(() => [
    ...only(subject().kind === 'card', {
      key: 'owner',
      title: t('cards.limit.owner'),
      text: ({ limit }) => t(`cards.limit.ownerKind.${limit.subjectKind}`),
      width: '88px',
      below: 'scope',
    }),
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
    ...only(hasTerms.value, {
      key: 'when',
      title: t('cards.limit.when'),
      text: ({ limit }) => whenText(limit),
      width: 'minmax(96px, 1fr)',
      below: 'period',
    }),
    ...only(hasWaiting.value, {
      key: 'waiting',
      title: t('cards.limit.waiting.title'),
      text: ({ beforeAmount }) => (beforeAmount === null ? '' : t('cards.limit.waiting.link')),
      width: '132px',
      align: 'end',
      below: 'amount',
    }),
    ...amountColumns({ words, hasWaiting: hasWaiting.value }, t),
    {
      key: 'reset',
      title: t('cards.limit.reset'),
      text: ({ remainder }) =>
        typeof remainder?.nextResetAtMs === 'number'
          ? format.value.dateTime(remainder.nextResetAtMs)
          : '—',
      width: '132px',
      align: 'end',
      below: 'left',
    },
  ]);
}
