// What may be chosen for the sale in work: products with their prices, pumps without a fill, ways
// to say how much.
import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { StationContext } from '#bridge/state/station-state.ts';
import type { Option } from '#ui/field/option.ts';
import { useFormat } from '#ui/format/use-format.ts';
import { useSaleDraft } from './draft.ts';

type Choices = ComputedRef<Option[]>;

interface DraftChoices {
  readonly products: Choices;
  readonly freePumps: Choices;
  readonly ways: Choices;
}

/**
 * @param context the station
 * @param busyPumps the pumps with an open fill
 */
export function useDraftChoices(
  context: () => StationContext,
  busyPumps: () => ReadonlyMap<number, unknown>,
): DraftChoices {
  const { t } = useI18n({ useScope: 'global' });
  const format = useFormat();
  const draft = useSaleDraft();

  const products = computed(() =>
    context()
      .products.filter(({ product }) => product.unit === 'litre')
      .map(({ product, priceMinorPerLitre }) => {
        const allowed = draft.view?.card.productIds?.includes(product.productId) ?? true;
        const price =
          priceMinorPerLitre === null
            ? t('sale.noPrice')
            : format.value.money(priceMinorPerLitre, context().currency);
        return {
          value: product.productId,
          label: product.name,
          hint: allowed ? price : t('sale.productNotAllowed'),
          disabled: !allowed || priceMinorPerLitre === null,
        };
      }),
  );

  const freePumps = computed(() =>
    Array.from({ length: context().station.pumpCount }, (_, index) => index + 1)
      .filter((pumpNumber) => !busyPumps().has(pumpNumber))
      .map((pumpNumber) => ({ value: String(pumpNumber), label: String(pumpNumber) })),
  );

  const ways = computed(() => [
    { value: 'volume', label: t('sale.byVolume') },
    { value: 'money', label: t('sale.byMoney') },
    { value: 'full', label: t('sale.byFull') },
  ]);

  return { products, freePumps, ways };
}
