import { defineComponent, h } from 'vue';
import { describe, expect, it } from 'vitest';
import WatermarkStrip from '#app/frame/WatermarkStrip.vue';
import { useStation } from '#bridge/state/station-state.ts';
import { mounted } from '../bridge/mounted.ts';

const Joined = defineComponent({
  setup() {
    void useStation().load();
    return () => h(WatermarkStrip);
  },
});

describe('the strip that keeps an exercise from being taken for work', () => {
  it('stands at a workstation that has joined a demonstration of another machine', async () => {
    const { wrapper } = await mounted(Joined, {}, { 'station:context': { demonstration: true } });
    expect(wrapper.text()).toContain('Демонстрация');
  });

  it('does not stand at a workstation of a real network', async () => {
    const { wrapper } = await mounted(Joined, {}, { 'station:context': { demonstration: false } });
    expect(wrapper.text()).toBe('');
  });
});
