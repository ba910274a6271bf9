import { type MaybeRefOrGetter, toValue } from 'vue';
import { useI18n } from 'vue-i18n';
import { zoneOffset } from '../format/format.ts';

/**
 * An IANA zone as a person knows it: «Москва (UTC+3)»; a zone that has no words keeps its name.
 * @param atMs the moment for which it is asked how far the zone is from UTC
 */
export function useZoneWords(atMs: MaybeRefOrGetter<number>): (zone: string) => string {
  const { t, te } = useI18n({ useScope: 'global' });

  return (zone) => {
    const key = `ui.zone.${zone.split('/').at(-1) ?? zone}`;
    return `${te(key, 'ru') ? t(key) : zone} (${zoneOffset(zone, toValue(atMs))})`;
  };
}
