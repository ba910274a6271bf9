import type { Result } from '#domain/result.ts';
import type { Language } from '#domain/text/language.ts';
import type { PreferencesChange } from '#protocol/records/preferences.ts';
import { usePreferences } from '#bridge/state/preferences-state.ts';
import { useToasts } from '#ui/overlay/toast.ts';
import { useErrorText } from '#ui/text/use-error-text.ts';

/**
 * Preferences of whoever is signed in; each change holds at once, a refused one changes nothing.
 */
export function useOwnPreferences() {
  const preferences = usePreferences();
  const toasts = useToasts();
  const errorText = useErrorText();

  async function change(part: PreferencesChange): Promise<void> {
    tell(await preferences.change(part));
  }

  /** The language is one of this desk as well, and holds where the backend cannot be told. */
  async function changeLanguage(chosen: Language): Promise<void> {
    tell(await preferences.changeLanguage(chosen));
  }

  function tell(answer: Result<unknown>): void {
    if (!answer.ok) toasts.show({ tone: 'danger', ...errorText.value(answer) });
  }

  return { preferences, change, changeLanguage };
}
