import { type ComputedRef, type Ref, computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { makeFormat } from '../format/format.ts';
import { useFormat } from '../format/use-format.ts';
import type { Option } from '../field/option.ts';

/** IANA zones as choices: the place in words, and how far from UTC it is now. */
export function useZoneOptions(
  zones: () => readonly string[],
  nowMs: Readonly<Ref<number>>,
): ComputedRef<readonly Option[]> {
  const { t, te } = useI18n({ useScope: 'global' });
  const format = useFormat();

  function label(zone: string): string {
    const key = `ui.zone.${zone.split('/').at(-1) ?? zone}`;
    const offset = makeFormat(format.value.locale, zone).zoneOffset(nowMs.value);
    return `${te(key, 'ru') ? t(key) : zone} (${offset})`;
  }

  return computed(() => zones().map((zone) => ({ value: zone, label: label(zone) })));
}
