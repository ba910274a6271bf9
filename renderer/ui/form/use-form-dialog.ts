import { type ComputedRef, type Ref, computed, shallowRef, watch } from 'vue';
import type { Result } from '#domain/result.ts';
import { type Toast, useToasts } from '../overlay/toast.ts';
import type { Refusal } from '../text/use-error-text.ts';

/** What is said when it is done; good news unless another tone is named. */
export type Told = Omit<Toast, 'id' | 'tone'> & Partial<Pick<Toast, 'tone'>>;

/** What is a dialog's own among asking, sending, refusing and telling. */
export interface OwnOfDialog<Answer> {
  /** The dialog opens: its fields get what they begin with. */
  begin?(): void;
  /** Sends what was asked for; null: it cannot go as it stands, and the fields say why. */
  send(): Promise<Result<Answer>> | null;
  /** It was taken: what to say. Null leaves the dialog open, for a next step. */
  done(answer: Answer): Told | null;
  /** True where the dialog shows this refusal by itself, at the field it is about. */
  refused?(refusal: Refusal): boolean;
}

/** Props and events of UiFormDialog and UiConfirm that are not words. */
export interface DialogBinding {
  readonly open: boolean;
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  readonly 'onUpdate:open': (isOpen: boolean) => void;
  readonly onSend: () => Promise<void>;
}

/**
 * A dialog that asks, sends, and is refused or tells: one sending at a time, the refusal kept
 * beside the button until the next try, the dialog closed and the outcome told when it was taken.
 * Bind the answer to UiFormDialog or UiConfirm with `v-bind`. Call it below what `begin` touches: a
 * dialog that is made open begins at once.
 */
export function useFormDialog<Answer>(
  open: Ref<boolean>,
  own: OwnOfDialog<Answer>,
): ComputedRef<DialogBinding> {
  const toasts = useToasts();
  const busy = shallowRef(false);
  const refusal = shallowRef<Refusal | null>(null);

  watch(
    open,
    (isOpen) => {
      if (!isOpen) return;
      refusal.value = null;
      own.begin?.();
    },
    { immediate: true },
  );

  async function onSend(): Promise<void> {
    if (busy.value) return;
    const sent = own.send();
    if (sent === null) return;
    busy.value = true;
    const answer = await sent;
    busy.value = false;
    if (answer.ok) take(answer.value);
    else refusal.value = own.refused?.(answer) === true ? null : answer;
  }

  function take(answer: Answer): void {
    refusal.value = null;
    const told = own.done(answer);
    if (told === null) return;
    open.value = false;
    toasts.show({ tone: 'ok', ...told });
  }

  return computed(() => ({
    open: open.value,
    busy: busy.value,
    refusal: refusal.value,
    'onUpdate:open': (isOpen: boolean) => (open.value = isOpen),
    onSend,
  }));
}
