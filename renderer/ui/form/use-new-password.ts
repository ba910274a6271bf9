import { type MaybeRefOrGetter, ref, shallowRef, toValue } from 'vue';
import { newPassword, type PasswordEntry } from '#domain/identity/password.ts';
import type { PasswordRule } from '#domain/identity/programme.ts';
import type { Refusal } from '../text/use-error-text.ts';

/**
 * A new password that is entered twice in UiNewPassword, judged before it is sent by the rules that
 * the backend judges by (N-22, R-06, P-17).
 * @param login of whoever it will be, which no password may repeat; '' where there is none yet
 */
export function useNewPassword(
  login: MaybeRefOrGetter<string>,
  policy: MaybeRefOrGetter<PasswordRule>,
) {
  const password = ref('');
  const repeat = ref('');
  /** Why it was not sent; null when the last one was in order. */
  const fault = shallowRef<Refusal | null>(null);

  /** @returns what to send, or null with the fault that stands in its way */
  function judged(): Omit<PasswordEntry, 'login'> | null {
    const entry = { password: password.value, repeat: repeat.value };
    const answer = newPassword({ ...entry, login: toValue(login) }, toValue(policy));
    fault.value = answer.ok ? null : answer;
    return answer.ok ? entry : null;
  }

  /** Nothing stays in the fields once it is in force. */
  function clear(): void {
    for (const field of [password, repeat]) field.value = '';
  }

  return { password, repeat, fault, judged, clear };
}
