import { type Ref, type WritableComputedRef, computed } from 'vue';

/**
 * Whether a dialog is open that shows one thing: while there is one; closing it forgets the thing.
 */
export function openWhile(shown: Ref<object | string | null>): WritableComputedRef<boolean> {
  return computed({
    get: () => shown.value !== null,
    set: (isOpen) => {
      if (!isOpen) shown.value = null;
    },
  });
}
