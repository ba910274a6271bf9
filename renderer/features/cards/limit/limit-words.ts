import { type ComputedRef, computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { ALL_WEEK, hasWeekday } from '#domain/limit/counting-time.ts';
import type { LimitTerms } from '#domain/limit/limit.ts';
import type { Measure } from '#domain/limit/measure.ts';
import { periodParts } from '#domain/time/window.ts';
import type { LimitRecord } from '#protocol/records.ts';
import { useFormat } from '#ui/format/use-format.ts';
import type { Catalogue } from '../catalogue.ts';

export interface LimitWords {
  /** A quantity in the unit of its measure: money, litres, fills. */
  amount(measure: Measure, value: number): string;
  scope(limit: Pick<LimitRecord, 'scopeKind' | 'scopeId'>): string;
  period(limit: Pick<LimitRecord, 'period'>): string;
  /** How much, and when it counts. */
  terms(measure: Measure, terms: LimitTerms): string;
  /** A limit in one line: what, over which time, how much, and when it counts. */
  whole(limit: Omit<LimitRecord, 'limitId' | 'subjectKind' | 'subjectId' | 'scheduled'>): string;
  /** Weekdays, hours and alert where they are not the ordinary ones; empty otherwise. */
  when(terms: Omit<LimitTerms, 'amount'>): string;
}

/** Monday first, as the bits of a mask. */
export const weekdayKeys = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Minutes of the day as a clock shows them: 08:30. */
export function clockText(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

const HALF_HOUR = 30;

/** The half hours of a day, for a choice; a value is the minutes since midnight. */
export const halfHours = Array.from({ length: 48 }, (_, index) => {
  return { value: String(index * HALF_HOUR), label: clockText(index * HALF_HOUR) };
});

/** How limits read; `currency` is that of their contract. */
export function useLimitWords(
  catalogue: Catalogue,
  currency: () => string | undefined,
): ComputedRef<LimitWords> {
  const { t } = useI18n({ useScope: 'global' });
  const format = useFormat();
  const dayName = (key: (typeof weekdayKeys)[number]): string => t(`cards.limit.weekday.${key}`);
  return computed(() => {
    const plain = partsOf();
    const terms: LimitWords['terms'] = (measure, said) =>
      [plain.amount(measure, said.amount), plain.when(said)].filter(Boolean).join(' · ');
    return {
      ...plain,
      terms,
      whole: (limit) =>
        [plain.scope(limit), plain.period(limit), terms(limit.measure, limit)].join(' · '),
    };
  });

  function partsOf(): Omit<LimitWords, 'terms' | 'whole'> {
    return {
      amount: (measure, value) => {
        if (measure === 'money') return format.value.money(value, currency());
        if (measure === 'volume') return format.value.litres(value);
        return t('cards.limit.fills', { count: format.value.integer(value) }, value);
      },
      scope: ({ scopeKind, scopeId }) =>
        scopeKind === 'all' || scopeId === null
          ? t('cards.limit.scope.all')
          : catalogue.nameOf(scopeId),
      period: ({ period }) => {
        const { kind, days } = periodParts(period);
        return days === null
          ? t(`cards.limit.period.${kind}`)
          : t('cards.limit.period.days', { count: days }, days);
      },
      when: ({ weekdays, fromMinute, toMinute, action }) => {
        const days = weekdayKeys.filter((_, index) => hasWeekday(weekdays, index));
        const parts = [
          ...(weekdays === ALL_WEEK ? [] : [days.map(dayName).join(' ')]),
          ...(fromMinute === null || toMinute === null
            ? []
            : [`${clockText(fromMinute)}–${clockText(toMinute)}`]),
          ...(action === 'alert' ? [t('cards.limit.action.alert')] : []),
        ];
        return weekdays === 0 ? t('cards.limit.notYet') : parts.join(', ');
      },
    };
  }
}
