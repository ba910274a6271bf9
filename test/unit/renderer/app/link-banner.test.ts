import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { defineComponent, h, provide } from 'vue';
import { routeLocationKey, START_LOCATION } from 'vue-router';
import LinkBanner from '#app/frame/LinkBanner.vue';
import type { SyncState } from '#protocol/bridge.ts';
import { useLink } from '#bridge/state/link-state.ts';
import { syncForked, syncOffline } from '#test/support/screens/samples.ts';
import { mounted } from '../bridge/mounted.ts';

/** What the banner says at a place of the window. */
async function said(path: string, sync: SyncState): Promise<string> {
  const window = defineComponent({
    setup() {
      provide(routeLocationKey, { ...START_LOCATION, path });
      void useLink().load();
      return () => h(LinkBanner);
    },
  });
  const { wrapper } = await mounted(window, {}, { 'sync:state': sync });
  await flushPromises();
  return wrapper.text();
}

describe('the banner of the link', () => {
  it('sends the person of a forked journal to where it is mended, and is still there', async () => {
    expect(await said('/sale', syncForked)).toContain('Откройте «Синхронизация»');
    expect(await said('/sync', syncForked)).toBe('');
  });

  it('says everywhere that there is no link', async () => {
    for (const path of ['/sale', '/sync']) {
      expect(await said(path, syncOffline)).toContain('Нет связи с сервером');
    }
  });
});
