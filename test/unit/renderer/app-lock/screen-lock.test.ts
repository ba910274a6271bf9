import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { useScreenLock } from '#app/frame/use-screen-lock.ts';
import { useAppLock } from '#bridge/state/app-lock-state.ts';
import { settingsDefaults } from '#protocol/shell.ts';
import { mounted, press } from '../bridge/mounted.ts';

const MINUTE_MS = 60_000;

const frame = defineComponent(() => {
  useScreenLock();
  void useAppLock().load();
  return () => h('input');
});

async function atDesk(isSet: boolean) {
  const answers = { 'appPin:get': { isSet }, 'settings:get': settingsDefaults };
  const { asked } = await mounted(frame, {}, answers);
  return () => asked.filter(({ method }) => method === 'session:lock').length;
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

describe('[R-29] the screen of somebody who has a PIN', () => {
  it('is locked after ten minutes without a key, and each key begins them anew', async () => {
    const locked = await atDesk(true);
    await vi.advanceTimersByTimeAsync(9 * MINUTE_MS);
    await press('KeyA');
    await vi.advanceTimersByTimeAsync(9 * MINUTE_MS);
    expect(locked()).toBe(0);
    await vi.advanceTimersByTimeAsync(MINUTE_MS + 1000);
    await flushPromises();
    expect(locked()).toBeGreaterThan(0);
  });

  it('is never locked where nobody could open it again', async () => {
    const locked = await atDesk(false);
    await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
    expect(locked()).toBe(0);
  });
});
