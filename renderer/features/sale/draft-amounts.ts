// What the sale in work would come to: the largest fill that passes, and the other side of what was
// typed, money for litres or litres for money.
import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { StationContext } from '#bridge/state/station-state.ts';
import { useFormat } from '#ui/format/use-format.ts';
import { useSaleDraft } from './draft.ts';
import { previewFill } from './preview.ts';

interface DraftAmounts {
  /** In words, or undefined while card or product is missing. */
  readonly largest: ComputedRef<string | undefined>;
  readonly isTooMuch: ComputedRef<boolean>;
  /** In words; empty while nothing is asked for. */
  readonly counterpart: ComputedRef<string>;
}

export function useDraftAmounts(context: () => StationContext): DraftAmounts {
  const { t } = useI18n({ useScope: 'global' });
  const format = useFormat();
  const draft = useSaleDraft();

  const preview = computed(() => {
    const chosen = context().products.find(({ product }) => product.productId === draft.productId);
    const price = chosen?.priceMinorPerLitre ?? null;
    if (draft.view === null || chosen === undefined || price === null) return null;
    const ask = draft.ask ?? { by: 'volume', volumeMl: 0 };
    const { card, remainders } = draft.view;
    const { product } = chosen;
    return previewFill({ card, product, priceMinorPerLitre: price, remainders, ask });
  });

  const money = (amountMinor: number): string =>
    format.value.money(amountMinor, context().currency);

  const largest = computed(() => {
    if (preview.value === null) return undefined;
    const { largestVolumeMl, largestAmountMinor } = preview.value;
    return t('sale.largest', {
      volume: format.value.litres(largestVolumeMl),
      amount: money(largestAmountMinor),
    });
  });

  const counterpart = computed(() => {
    if (preview.value === null || draft.ask === null) return '';
    const volume = format.value.litres(preview.value.volumeMl);
    const amount = money(preview.value.amountMinor);
    if (draft.by === 'money') return volume;
    return draft.by === 'full' ? `${volume} · ${amount}` : amount;
  });

  const isTooMuch = computed(() => preview.value?.tooMuch ?? false);
  return { largest, isTooMuch, counterpart };
}
