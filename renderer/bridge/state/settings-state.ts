import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { Result } from '#domain/result.ts';
import { type Settings, settingsDefaults } from '#protocol/shell.ts';
import { useClient } from '../client.ts';

/** Settings of this installation as the window uses them; main keeps them. */
export const useSettings = defineStore('settings', () => {
  const { shell } = useClient();
  const settings = shallowRef<Settings>(settingsDefaults);

  async function start(): Promise<void> {
    const answer = await shell.request('settings:get', {});
    if (answer.ok) settings.value = answer.value;
  }

  /** Shows the change at once; a refusal puts back what main still holds. */
  async function change(part: Partial<Settings>): Promise<Result<Settings>> {
    const before = settings.value;
    settings.value = { ...before, ...part };
    const answer = await shell.request('settings:set', part);
    settings.value = answer.ok ? answer.value : before;
    return answer;
  }

  return { settings, start, change };
});
