import { type ComputedRef, computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { ExposureLine } from '#domain/lease/exposure.ts';
import { useFormat } from '#ui/format/use-format.ts';

type Counted = Pick<ExposureLine, 'kind' | 'measure' | 'currency'>;

/** A quantity as the measure of its exposure has it: money, litres, fills or points. */
export function useExposureQuantity(): ComputedRef<(of: Counted, quantity: number) => string> {
  const { t } = useI18n({ useScope: 'global' });
  const format = useFormat();
  return computed(() => ({ kind, measure, currency }, quantity) => {
    if (quantity === 0) return '—';
    if (measure === 'money') return format.value.money(quantity, currency);
    if (measure === 'volume') return format.value.litres(quantity);
    const unit = kind === 'points' ? 'points' : 'fills';
    return t(`sync.exposure.count.${unit}`, { count: format.value.integer(quantity) }, quantity);
  });
}
