import { describe, expect, it } from 'vitest';
import VoiceAnswer from '#features/voice/VoiceAnswer.vue';
import { mounted } from '../bridge/mounted.ts';

const heard = {
  place: { value: 'ws-8', label: 'Касса 2', hint: 'АЗС № 14 «Капшагай»' },
  productName: 'ДТ летнее',
  volumeMl: 30_000,
  card: null,
  preview: null,
  reserved: null,
};
const reserved = {
  saleId: '0192c0de-0000-7000-8000-000000000001',
  code: '40718263',
  holdAmountMinor: 864_000,
  priceMinorPerLitre: 28_800,
};

describe('what the office answers to a station', () => {
  it('begins with the code, so that a small window shows it whole', async () => {
    const { wrapper } = await mounted(VoiceAnswer, { ...heard, reserved }, {});
    expect(wrapper.text()).toMatch(/40\s71\s82\s63.*Касса 2/su);
  });

  it('names workstation and station for reading back, and is scrolled by keyboard', async () => {
    const { wrapper } = await mounted(VoiceAnswer, heard, {});
    expect(wrapper.get('[tabindex="0"]').text()).toContain('Касса 2 · АЗС № 14 «Капшагай»');
  });
});
