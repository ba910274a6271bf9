import { type ComputedRef, type Ref, computed } from 'vue';
import type { Option } from '../field/option.ts';
import { useZoneWords } from '../text/use-zone-words.ts';

/** IANA zones as choices, in words. */
export function useZoneOptions(
  zones: () => readonly string[],
  nowMs: Readonly<Ref<number>>,
): ComputedRef<readonly Option[]> {
  const zoneWords = useZoneWords(nowMs);
  return computed(() => zones().map((zone) => ({ value: zone, label: zoneWords(zone) })));
}
