import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Result } from '#domain/result.ts';
import type { ShellInput } from '#protocol/shell.ts';
import { useClient } from '#bridge/client.ts';
import type { QueryRefusal } from '#bridge/query/load-state.ts';

export type SetupChoice = 'demonstration' | 'newNetwork' | 'join';

/**
 * The one time an installation is set up. It outlives the first-run screen, because main leaves
 * that phase before the recovery sheet was seen. The key stays in memory until the person has
 * confirmed it.
 */
export const useSetup = defineStore('setup', () => {
  const { shell } = useClient();
  const running = shallowRef<SetupChoice | null>(null);
  const refusal = shallowRef<QueryRefusal | null>(null);
  const recoveryKey = shallowRef<string | null>(null);

  async function run<T>(choice: SetupChoice, work: Promise<Result<T>>): Promise<T | null> {
    running.value = choice;
    refusal.value = null;
    const result = await work;
    running.value = null;
    if (!result.ok) refusal.value = { code: result.code, params: result.params };
    return result.ok ? result.value : null;
  }

  async function demonstration(): Promise<void> {
    await run('demonstration', shell.request('setup:demonstration', {}));
  }

  async function newNetwork(input: ShellInput<'setup:newNetwork'>): Promise<void> {
    const answer = await run('newNetwork', shell.request('setup:newNetwork', input));
    if (answer !== null) recoveryKey.value = answer.recoveryKey;
  }

  async function join(input: ShellInput<'setup:join'>): Promise<void> {
    const answer = await run('join', shell.request('setup:join', input));
    if (answer !== null) recoveryKey.value = answer.recoveryKey;
  }

  function forgetRecoveryKey(): void {
    recoveryKey.value = null;
  }

  const busy = computed(() => running.value !== null);
  return {
    running,
    busy,
    refusal,
    recoveryKey,
    demonstration,
    newNetwork,
    join,
    forgetRecoveryKey,
  };
});
