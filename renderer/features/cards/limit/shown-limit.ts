import { type Ref, type ShallowRef, ref, shallowRef, watch } from 'vue';
import type { LimitRow } from './limit-rows.ts';

export interface ShownLimit {
  /** What the person looks at; null for a new limit. */
  readonly shown: Readonly<ShallowRef<LimitRow | null>>;
  /** Somebody has removed it while it was looked at. */
  readonly isGone: Readonly<Ref<boolean>>;
  /** Shows a limit, as it is in the list at this moment. */
  show(row: LimitRow | null): void;
  /** The next list that is read shows what the limit has become. */
  showNext(): void;
}

/**
 * The limit that a person changes, as he saw it: what is read meanwhile does not change it under
 * his hands, and his change says that he knew no more.
 */
export function useShownLimit(rows: () => readonly LimitRow[]): ShownLimit {
  const shown = shallowRef<LimitRow | null>(null);
  const isGone = ref(false);
  let waits = false;

  watch(rows, (read) => {
    if (!waits) return;
    waits = false;
    const now = read.find(({ key }) => key === shown.value?.key);
    isGone.value = now === undefined;
    shown.value = now ?? shown.value;
  });

  return {
    shown,
    isGone,
    show(row) {
      shown.value = row;
      isGone.value = false;
      waits = false;
    },
    showNext() {
      waits = true;
    },
  };
}
