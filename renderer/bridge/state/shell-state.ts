import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { ShellState } from '#protocol/shell.ts';
import { useClient } from '../client.ts';

/** The window's copy of what main says about the installation; null until the first answer. */
export const useShellState = defineStore('shell', () => {
  const { shell } = useClient();
  const state = shallowRef<ShellState | null>(null);

  async function start(): Promise<void> {
    shell.on('shell:changed', (changed) => {
      state.value = changed;
    });
    const answer = await shell.request('shell:state', {});
    if (answer.ok) state.value = answer.value;
  }

  return { state, start };
});
