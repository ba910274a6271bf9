import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { NEW_CARD } from '#domain/card/card.ts';
import type { CardRecord } from '#protocol/records.ts';
import TakeBackDialog from '#features/cards/card/TakeBackDialog.vue';
import { openFill } from '#test/support/screens/desk-samples.ts';
import { mounted, press } from '../bridge/mounted.ts';

const card: CardRecord = {
  ...NEW_CARD,
  cardId: openFill.sale.cardId,
  contractId: openFill.sale.contractId,
  panMasked: openFill.panMasked,
  state: 'active',
  blockReason: null,
  offlinePolicy: 'home',
};
const here = openFill.sale.saleId;
const elsewhere = '01939c2e-0000-7000-8000-00000000abcd';

async function take(saleIds: string) {
  const params = { count: saleIds.split(' ').length, saleIds };
  const { wrapper } = await mounted(
    TakeBackDialog,
    { card, open: false },
    { 'sale:open': { fills: [openFill] } },
    { 'card:takeBack': { code: 'CARD_HAS_OPEN_HOLD', params } },
  );
  await wrapper.setProps({ open: true });
  await flushPromises();
  await press('Enter', true);
  return document.querySelector('[role="dialog"]')?.textContent ?? '';
}

describe('[N-08] a card with a fill under way', () => {
  it('is not taken back, and the fill is named: pump, product, since when, how much', async () => {
    const text = await take(here);
    expect(text).toContain('На карте идёт заправка');
    expect(text).toContain(`Колонка ${openFill.sale.pumpNumber}`);
    expect(text).toContain(openFill.productName);
    expect(text).not.toContain('на другом рабочем месте');
  });

  it('says how many fills go on at other workstations', async () => {
    expect(await take(`${here} ${elsewhere}`)).toContain(
      'Ещё 1 заправка — на другом рабочем месте',
    );
  });
});
