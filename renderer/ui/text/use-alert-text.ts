// A limit that let a fill pass above its amount, in words.
import { type ComputedRef, computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { LimitAlert } from '#domain/sale/limit-alert.ts';
import { periodParts } from '#domain/time/window.ts';
import { useFormat } from '../format/use-format.ts';

/** «Лимит карты на день (60 л): больше на 12,5 л»; money is in the contract's currency. */
export function useAlertText(): ComputedRef<(alert: LimitAlert, currency: string) => string> {
  const { t } = useI18n({ useScope: 'global' });
  const format = useFormat();
  return computed(() => ({ subjectKind, measure, period, amount, above }, currency) => {
    const written = (value: number): string => {
      if (measure === 'money') return format.value.money(value, currency);
      return measure === 'volume' ? format.value.litres(value) : format.value.integer(value);
    };
    const { kind, days } = periodParts(period);
    return t('ui.limitAlert', {
      owner: t(`ui.param.owner.${subjectKind}`),
      period: t(`ui.param.period.${kind}`, { periodDays: days ?? 0 }),
      amount: written(amount),
      above: written(above),
    });
  });
}
