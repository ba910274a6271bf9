import type { Settings } from '#protocol/shell.ts';
import { useSettings } from '#bridge/state/settings-state.ts';
import { useToasts } from '#ui/overlay/toast.ts';
import { useErrorText } from '#ui/text/use-error-text.ts';

/** Settings of this desk; each change holds at once, there is nothing to save. */
export function useDeskSettings() {
  const settings = useSettings();
  const toasts = useToasts();
  const errorText = useErrorText();

  async function change(part: Partial<Settings>): Promise<void> {
    const answer = await settings.change(part);
    if (!answer.ok) toasts.show({ tone: 'danger', ...errorText.value(answer) });
  }

  return { settings, change };
}
