import { describe, expect, it } from 'vitest';
import SlipPaper from '#print/SlipPaper.vue';
import { saleSlip } from '#test/support/screens/desk-samples.ts';
import { mounted } from '../bridge/mounted.ts';

describe('a slip', () => {
  it('[O-21] is in the time of its station, whatever zone the person has chosen', async () => {
    const slip = { ...saleSlip, atMs: Date.UTC(2026, 10, 21, 12), zone: 'Europe/Moscow' };
    const { wrapper } = await mounted(SlipPaper, { slip }, {});
    expect(wrapper.text()).toContain('15:00:00 UTC+3');
  });
});
