import { describe, expect, it } from 'vitest';
import LeaseFacts from '#features/sync/LeaseFacts.vue';
import LinkFacts from '#features/sync/LinkFacts.vue';
import QueueTable from '#features/sync/QueueTable.vue';
import { nowMs, syncForked, syncOnline, syncRefused } from '#test/support/screens/samples.ts';
import { mounted } from '../bridge/mounted.ts';

describe('the screen of a workstation whose journal is a fork', () => {
  it('does not say that the server has everything', async () => {
    const { wrapper } = await mounted(QueueTable, { sync: syncForked, nowMs }, {});
    expect(wrapper.text()).toContain('Отправка остановлена');
    expect(wrapper.text()).not.toContain('Сервер подтвердил всё');
    const usual = await mounted(QueueTable, { sync: syncOnline, nowMs }, {});
    expect(usual.wrapper.text()).toContain('Очередь пуста');
  });

  it('leaves it to the banner what to do, and does not send the reader where he is', async () => {
    for (const facts of [LinkFacts, LeaseFacts]) {
      const { wrapper } = await mounted(facts, { sync: syncForked, nowMs }, {});
      expect(wrapper.find('.link-facts__reason').exists()).toBe(false);
    }
    const refused = await mounted(LinkFacts, { sync: syncRefused, nowMs }, {});
    expect(refused.wrapper.find('.link-facts__reason').exists()).toBe(true);
  });
});
