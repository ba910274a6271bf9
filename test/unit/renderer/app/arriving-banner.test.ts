import { flushPromises, mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { type App, ref } from 'vue';
import { afterEach, describe, expect, it } from 'vitest';
import { createAppI18n } from '#app/i18n/i18n.ts';
import ArrivingBanner from '#app/frame/ArrivingBanner.vue';
import { provideClient } from '#bridge/client.ts';
import type { SyncState } from '#protocol/bridge.ts';
import { provideFormat } from '#ui/format/use-format.ts';
import { syncArriving, syncOnline, syncPaused } from '#test/support/screens/samples.ts';
import { good, makeScript } from '../bridge/scripted-window.ts';

let close = (): void => undefined;
afterEach(() => close());

/** The banner in a window whose engine says how things stand. */
async function show(sync: SyncState, rights: readonly string[] = ['sync.view']) {
  const { client, asked, tell } = makeScript();
  const plugin = {
    install: (app: App) => {
      app.use(createAppI18n('ru', true));
      app.use(createPinia());
      provideClient(app, client);
      provideFormat(app, ref('ru'), ref('Asia/Almaty'));
    },
  };
  const wrapper = mount(ArrivingBanner, { global: { plugins: [plugin] } });
  close = () => wrapper.unmount();
  tell('session:changed', { user: null, rights, mode: 'online', expiresAtMs: null });
  tell('sync:changed', sync);
  await flushPromises();
  return { wrapper, asked, tell };
}

describe('the banner of registers that are on their way', () => {
  it('is not there when nothing is on its way', async () => {
    const { wrapper } = await show(syncOnline);
    expect(wrapper.text()).toBe('');
  });

  it('says how much of how much has come', async () => {
    const { wrapper } = await show(syncArriving);
    expect(wrapper.get('[role="status"]').text()).toContain('Загружаются реестры');
    expect(wrapper.text()).toMatch(/247.*из.*558/u);
    const bar = wrapper.get('[role="progressbar"]');
    expect(bar.attributes('aria-valuenow')).toBe(String(syncArriving.arriving?.doneBytes));
  });

  it('goes when everything is here', async () => {
    const { wrapper, tell } = await show(syncArriving);
    tell('sync:changed', syncOnline);
    await flushPromises();
    expect(wrapper.find('[role="status"]').exists()).toBe(false);
  });

  it('lets them wait, and go on again', async () => {
    const { wrapper, asked } = await show(syncArriving);
    await wrapper.get('button').trigger('click');
    expect(asked.at(-1)).toMatchObject({ method: 'sync:arrival', input: { paused: true } });
    asked.at(-1)?.answer(good(syncPaused));
    await flushPromises();
    expect(wrapper.get('button').text()).toBe('Продолжить');
    await wrapper.get('button').trigger('click');
    expect(asked.at(-1)).toMatchObject({ method: 'sync:arrival', input: { paused: false } });
  });

  it('has no button for who may not see how the workstation is linked', async () => {
    const { wrapper } = await show(syncArriving, []);
    expect(wrapper.text()).toContain('Загружаются реестры');
    expect(wrapper.find('button').exists()).toBe(false);
  });

  it('says while they wait whether sales need the link or go on by registers of before', async () => {
    const { wrapper, tell } = await show(syncPaused);
    expect(wrapper.text()).toContain('продавать можно со связью');
    tell('sync:changed', { ...syncPaused, feedAsOfMs: 1 });
    await flushPromises();
    expect(wrapper.text()).toContain('блокировки карт и новые лимиты не приходят');
  });
});
