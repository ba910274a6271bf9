// How much the driver wants: litres, money or a full tank, as it is being entered.
import { computed, ref, type ComputedRef, type Ref } from 'vue';
import type { Ask } from '#domain/sale/authorize.ts';

type AskBy = Ask['by'];

export function isAskBy(text: string | null): text is AskBy {
  return text === 'volume' || text === 'money' || text === 'full';
}

interface AskEntry {
  readonly by: Ref<AskBy>;
  readonly volumeMl: Ref<number | null>;
  readonly amountMinor: Ref<number | null>;
  /** What is asked for, or null while its number is missing. */
  readonly ask: ComputedRef<Ask | null>;
  readonly clear: () => void;
}

export function useAskEntry(): AskEntry {
  const by = ref<AskBy>('volume');
  const volumeMl = ref<number | null>(null);
  const amountMinor = ref<number | null>(null);

  const ask = computed((): Ask | null => {
    if (by.value === 'full') return { by: 'full' };
    if (by.value === 'volume') {
      return volumeMl.value === null ? null : { by: 'volume', volumeMl: volumeMl.value };
    }
    return amountMinor.value === null ? null : { by: 'money', amountMinor: amountMinor.value };
  });

  function clear(): void {
    by.value = 'volume';
    volumeMl.value = null;
    amountMinor.value = null;
  }

  return { by, volumeMl, amountMinor, ask, clear };
}
