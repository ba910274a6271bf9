import { type ComputedRef, type Ref, computed, ref } from 'vue';
import type { Result } from '#domain/result.ts';
import { type DialogBinding, type OwnOfDialog, useFormDialog } from './use-form-dialog.ts';

interface OwnOfReason<Answer> extends Pick<OwnOfDialog<Answer>, 'done'> {
  /** Sends with the reason that was given, never an empty one; null: there is nothing to send. */
  send(reason: string): Promise<Result<Answer>> | null;
}

interface ReasonBinding extends DialogBinding {
  readonly reason: string;
  readonly 'onUpdate:reason': (reason: string) => void;
}

/** A dialog that asks for nothing but the reason; bind the answer to UiReasonDialog. */
export function useReasonDialog<Answer>(
  open: Ref<boolean>,
  { send, done }: OwnOfReason<Answer>,
): ComputedRef<ReasonBinding> {
  const reason = ref('');
  const dialog = useFormDialog(open, {
    begin: () => (reason.value = ''),
    send: () => (reason.value.trim() === '' ? null : send(reason.value.trim())),
    done,
  });

  return computed(() => ({
    ...dialog.value,
    reason: reason.value,
    'onUpdate:reason': (typed: string) => (reason.value = typed),
  }));
}
