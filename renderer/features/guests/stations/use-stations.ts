import { type ComputedRef, type Ref, computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { fold } from '#domain/text/fold.ts';
import type { PublicStationRecord } from '#protocol/records/guests.ts';
import { type Query, useQuery } from '#bridge/query/use-query.ts';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import { shownPhone } from '#ui/phone/phone-digits.ts';
import type { Column } from '#ui/table/column.ts';
import { stationHours } from './station-hours.ts';

export interface Stations {
  readonly query: Query<BridgeAnswer<'station:public'>>;
  /** Those that have every word of the search somewhere. */
  readonly rows: ComputedRef<readonly PublicStationRecord[]>;
  readonly columns: ComputedRef<readonly Column<PublicStationRecord>[]>;
  /** Words of one station; «не указано» where nobody has said. */
  readonly words: ComputedRef<StationWords>;
}

export interface StationWords {
  address(station: PublicStationRecord): string;
  hours(station: PublicStationRecord): string;
  phone(station: PublicStationRecord): string;
  products(station: PublicStationRecord): string;
}

/** Every station of the network as it was told last, searched here: also without a link (O-23). */
export function useStations(search: Ref<string>): Stations {
  const { t } = useI18n({ useScope: 'global' });
  const query = useQuery('station:public', {});
  const words = computed((): StationWords => {
    const none = t('papers.valueMissing');
    const weekdays = [0, 1, 2, 3, 4, 5, 6].map((day) => t(`papers.weekday.${day}`));
    const said = { always: t('papers.stations.always'), weekdays };
    return {
      address: ({ address }) => address ?? none,
      hours: ({ hours }) => stationHours(hours, said) ?? none,
      phone: ({ phone }) => (phone === null ? none : shownPhone(phone)),
      products: ({ products }) => products.join(', ') || none,
    };
  });
  const rows = computed(() => {
    const wanted = fold(search.value).split(' ').filter(Boolean);
    return (query.answer.value?.rows ?? []).filter(({ name, stationId, address, products }) => {
      const text = fold(name, stationId, address, ...products);
      return wanted.every((word) => text.includes(word));
    });
  });
  const columns = computed((): readonly Column<PublicStationRecord>[] => [
    {
      key: 'name',
      title: t('papers.stations.station'),
      text: ({ name }) => name,
      width: 'minmax(130px, 1fr)',
      sortBy: ({ name }) => name,
    },
    {
      key: 'address',
      title: t('papers.stations.address'),
      text: words.value.address,
      width: 'minmax(170px, 1.5fr)',
    },
    {
      key: 'hours',
      title: t('papers.stations.hours'),
      text: words.value.hours,
      width: 'minmax(140px, 1fr)',
    },
    {
      key: 'products',
      title: t('papers.stations.products'),
      text: words.value.products,
      width: 'minmax(130px, 1fr)',
      below: 'address',
    },
    {
      key: 'phone',
      title: t('papers.stations.phone'),
      text: words.value.phone,
      width: '150px',
    },
  ]);
  return { query, rows, columns, words };
}
