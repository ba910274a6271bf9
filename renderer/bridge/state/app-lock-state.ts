import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import type { Result } from '#domain/result.ts';
import type { SessionState } from '#protocol/bridge.ts';
import { useClient } from '../client.ts';
import { useSession } from './session-state.ts';

/** The person's own PIN at this desk, and the screen that it locks (row R-29). */
export const useAppLock = defineStore('app-lock', () => {
  const { engine } = useClient();
  const session = useSession();
  /** Whoever is signed in has a PIN here: without one nothing is locked. */
  const isSet = shallowRef(false);
  const locking = shallowRef(false);

  async function load(): Promise<void> {
    const answer = await engine.request('appPin:get', {});
    isSet.value = answer.ok && answer.value.isSet;
  }

  /** Every window hears of the locked session; without a PIN nothing happens. */
  async function lock(): Promise<void> {
    if (!isSet.value || locking.value) return;
    locking.value = true;
    await engine.request('session:lock', {});
    locking.value = false;
  }

  async function unlock(pin: string): Promise<Result<SessionState>> {
    return engine.request('session:unlock', { pin });
  }

  // A locked session tells nothing; it is asked again once it is open.
  watch(
    () => (session.session.locked === true ? null : (session.user?.userId ?? null)),
    (userId) => {
      if (userId !== null) void load();
    },
    { immediate: true },
  );

  return { isSet, load, lock, unlock };
});
