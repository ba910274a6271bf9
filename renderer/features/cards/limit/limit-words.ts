import { type ComputedRef, computed } from 'vue';
import { useI18n } from 'vue-i18n';
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
}

/** How limits read; `currency` is that of their contract. */
export function useLimitWords(
  catalogue: Catalogue,
  currency: () => string | undefined,
): ComputedRef<LimitWords> {
  const { t } = useI18n({ useScope: 'global' });
  const format = useFormat();
  return computed(() => ({
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
  }));
}
