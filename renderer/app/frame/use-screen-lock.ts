import { useIdle } from '@vueuse/core';
import { watch } from 'vue';
import { useAppLock } from '#bridge/state/app-lock-state.ts';
import { useNowMs } from '#bridge/state/clock.ts';
import { useSettings } from '#bridge/state/settings-state.ts';
import { useKeys } from '#ui/keys/registry.ts';

const MINUTE_MS = 60_000;

/**
 * Locks the screen at once by hot key, and by itself after the time that this desk allows without a
 * key or a movement (row R-29). Whoever has no PIN here is not locked out.
 */
export function useScreenLock(): void {
  const appLock = useAppLock();
  const settings = useSettings();
  const nowMs = useNowMs();
  const { lastActive } = useIdle(MINUTE_MS);

  watch(nowMs, (now) => {
    const minutes = settings.settings.lockAfterMinutes;
    if (minutes !== null && now - lastActive.value >= minutes * MINUTE_MS) void appLock.lock();
  });

  useKeys({
    titleKey: 'app.lock.screen',
    bindings: [
      {
        chord: 'Control+Shift+KeyL',
        textKey: 'app.lock.now',
        when: () => appLock.isSet,
        run: () => void appLock.lock(),
      },
    ],
  });
}
