import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { NO_TERMS } from '#domain/contract/terms.ts';
import DraftForm from '#features/sale/draft/DraftForm.vue';
import { mounted, press } from '../bridge/mounted.ts';
import { cardOf, dieselOf, moneyLeft } from './samples.ts';

const products = [
  { product: { ...dieselOf(), productId: 'ai-92', name: 'AI-92' }, priceMinorPerLitre: 20_000 },
  { product: { ...dieselOf(), productId: 'ai-95', name: 'AI-95' }, priceMinorPerLitre: 25_000 },
  { product: dieselOf(), priceMinorPerLitre: 30_000 },
];
const station = { country: 'KZ', zone: 'Asia/Almaty', pumpCount: 4 };
const context = { station, products, currency: 'KZT' };
const view = {
  card: cardOf(),
  rules: [],
  contract: { terms: NO_TERMS, zone: 'Asia/Almaty', currency: 'KZT' },
  asOfMs: Date.UTC(2026, 5, 15),
  recentFills: [],
  source: 'backend',
  remainders: [moneyLeft(10_000_000)],
};

/** The desk after a card was read: the fuel is asked for. */
async function withCard() {
  const { wrapper } = await mounted(
    DraftForm,
    { context, byPump: new Map() },
    { 'card:find': view },
  );
  const card = wrapper.get('[data-step="card"] input');
  await card.setValue('7001');
  await card.trigger('keydown', { key: 'Enter' });
  await flushPromises();
  const tiles = wrapper.findAll('[data-step="product"] [role="radio"]');
  return {
    wrapper,
    tiles,
    chosen: () => tiles.map((tile) => tile.attributes('aria-checked')).indexOf('true'),
    step: () => document.activeElement?.closest('[data-step]')?.getAttribute('data-step'),
  };
}

describe('the fuel of a sale', () => {
  it('[C5] chosen by its digit, leads to the amount: the next digits are litres', async () => {
    const { wrapper, chosen, step } = await withCard();
    expect(step()).toBe('product');
    await press('Digit2');
    expect([chosen(), step()]).toEqual([1, 'ask']);
    await press('Digit3');
    expect(chosen()).toBe(1);
    expect(wrapper.find('[data-step="product"] .ui-radio__digit').exists()).toBe(false);
  });

  it('[C5] chosen by a click, leads to the amount as well, also when it was chosen before', async () => {
    const { tiles, chosen, step } = await withCard();
    for (const place of [2, 2, 0]) {
      await tiles[place]?.trigger('click');
      expect([chosen(), step()]).toEqual([place, 'ask']);
    }
  });

  it('[C5] under the focus again is changed by arrows, not by a digit meant for the amount', async () => {
    const { wrapper, tiles, chosen, step } = await withCard();
    await press('Digit1');
    const [, second] = tiles;
    if (second === undefined) throw new Error('the desk sells more than one fuel');
    second.element.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }),
    );
    if (second.element instanceof HTMLElement) second.element.focus();
    await second.trigger('click');
    expect([chosen(), step()]).toEqual([1, 'product']);
    await wrapper.get('[data-step="product"] [role="radio"]').trigger('keydown', { key: '3' });
    expect([chosen(), step()]).toEqual([1, 'ask']);
  });

  it('[C5] with a full tank asked for, leads past the amount', async () => {
    const { wrapper, step } = await withCard();
    await wrapper.findAll('[data-step="way"] [role="radio"]').at(2)?.trigger('click');
    await wrapper.get('[data-step="product"] [role="radio"]').trigger('click');
    expect(step()).toBe('hold');
  });
});
