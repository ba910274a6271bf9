import { defineComponent, h } from 'vue';
import { describe, expect, it } from 'vitest';
import { NO_TERMS } from '#domain/contract/terms.ts';
import { useDraftAmounts } from '#features/sale/draft/draft-amounts.ts';
import { useSaleDraft } from '#features/sale/draft/draft.ts';
import type { StationContext } from '#bridge/state/station-state.ts';
import { mounted } from '../bridge/mounted.ts';
import { cardOf, dieselOf, moneyLeft } from './samples.ts';

const station = { country: 'KZ', zone: 'Asia/Almaty' };
const products = [{ product: dieselOf(), priceMinorPerLitre: 30_000 }];
// As much of the station as the amounts of a sale ask about.
const context = { station, products, currency: 'KZT' } as unknown as StationContext;

const Amounts = defineComponent({
  setup() {
    const draft = useSaleDraft();
    void draft.findCard('7001');
    draft.productId = 'dt';
    const { largest, isTooMuch } = useDraftAmounts(() => context);
    return () =>
      h('button', { onClick: () => (draft.volumeMl = 10_000) }, [
        `${largest.value ?? ''} | ${isTooMuch.value ? 'too much' : 'fits'}`,
      ]);
  },
});

function shown(source: 'local' | 'backend', lefts: readonly number[]) {
  const contract = { terms: NO_TERMS, zone: 'Asia/Almaty', currency: 'KZT' };
  const view = {
    card: cardOf(),
    rules: [],
    contract,
    asOfMs: Date.UTC(2026, 5, 15),
    recentFills: [],
    source,
  };
  return mounted(Amounts, {}, { 'card:find': { ...view, remainders: lefts.map(moneyLeft) } });
}

describe('what the desk says would pass', () => {
  it('without the link and without a reserve nothing does, however large the tank is', async () => {
    const { wrapper } = await shown('local', []);
    expect(wrapper.text()).toBe('Без связи не пройдёт: офлайн-резерва нет | fits');
    await wrapper.get('button').trigger('click');
    expect(wrapper.text()).toBe('Без связи не пройдёт: офлайн-резерва нет | too much');
  });

  it('without the link, with a reserve, so much as the reserve is', async () => {
    const { wrapper } = await shown('local', [150_000]);
    expect(wrapper.text()).toMatch(/^Пройдёт не больше 5,00/u);
  });
});
