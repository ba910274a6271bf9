// What the sale in work would come to: the largest fill that passes, and the other side of what was
// typed, money for litres or litres for money.
import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { SaleLine } from '#domain/sale/sale-line.ts';
import type { StationContext } from '#bridge/state/station-state.ts';
import { useFormat } from '#ui/format/use-format.ts';
import { useSaleDraft } from './draft.ts';
import { deskTariff, previewFill } from './preview.ts';

interface DraftAmounts {
  /** In words, or undefined while card or product is missing. */
  readonly largest: ComputedRef<string | undefined>;
  readonly isTooMuch: ComputedRef<boolean>;
  /** Litres of what is asked for; null while nothing is, or nothing would come of it. */
  readonly volumeMl: ComputedRef<number | null>;
  /** In words; empty while nothing is asked for. */
  readonly counterpart: ComputedRef<string>;
  /** Fuel and fees of what is asked for; none while nothing is. */
  readonly lines: ComputedRef<readonly SaleLine[]>;
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
    const { card, rules, contract, remainders, asOfMs: atMs } = draft.view;
    const { product } = chosen;
    const tariff = deskTariff(product, price, { contract, station: context().station, atMs });
    return previewFill({ card, rules, product, tariff, remainders, ask });
  });

  const money = (amountMinor: number): string =>
    format.value.money(amountMinor, context().currency);

  /** Sold from leases, and there is none: ceilings of the card alone would promise a fill. */
  const lacksLease = computed(
    () => draft.view?.source === 'local' && draft.view.remainders.length === 0,
  );

  const largest = computed(() => {
    if (preview.value === null) return undefined;
    if (lacksLease.value) return t('sale.noLease');
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
    if (draft.by === 'money') return `${volume} · ${amount}`;
    return draft.by === 'full' ? `${volume} · ${amount}` : amount;
  });

  const lines = computed(() => (draft.ask === null ? [] : (preview.value?.lines ?? [])));
  const isTooMuch = computed(
    () => (preview.value?.tooMuch ?? false) || (lacksLease.value && draft.ask !== null),
  );
  const volumeMl = computed(() => (draft.ask === null ? null : preview.value?.volumeMl || null));
  return { largest, isTooMuch, volumeMl, counterpart, lines };
}
