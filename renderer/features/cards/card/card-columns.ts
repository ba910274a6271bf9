import { type ComputedRef, computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { dayStart } from '#domain/time/local-date.ts';
import type { CardRecord } from '#protocol/records.ts';
import { useFormat } from '#ui/format/use-format.ts';
import type { Column } from '#ui/table/column.ts';

/** Everything that a list of cards may show; `nameOf` gives the name of a card's group. */
export function useCardColumns(
  nameOf: (groupId: string | null) => string,
): ComputedRef<readonly Column<CardRecord>[]> {
  const { t } = useI18n({ useScope: 'global' });
  const format = useFormat();
  const date = (day: string): string => format.value.date(dayStart(day, format.value.timeZone));
  return computed(() => [
    {
      key: 'number',
      title: t('cards.column.number'),
      text: ({ panMasked }) => panMasked,
      width: '108px',
      sortBy: ({ panMasked }) => panMasked,
    },
    {
      key: 'holder',
      title: t('cards.column.holder'),
      text: ({ holder }) => holder || '—',
      width: 'minmax(150px, 1.6fr)',
      sortBy: ({ holder }) => holder ?? '',
    },
    {
      key: 'vehicle',
      title: t('cards.column.vehicle'),
      text: ({ vehicle }) => vehicle || '—',
      width: 'minmax(104px, 1fr)',
      below: 'holder',
      sortBy: ({ vehicle }) => vehicle ?? '',
    },
    {
      key: 'group',
      title: t('cards.group.one'),
      text: ({ groupId }) => nameOf(groupId),
      width: 'minmax(116px, 1fr)',
      below: 'number',
      sortBy: ({ groupId }) => nameOf(groupId),
    },
    {
      key: 'state',
      title: t('cards.column.state'),
      text: (card) => t(`cards.state.${card.state}`),
      width: '148px',
      sortBy: (card) => t(`cards.state.${card.state}`),
    },
    {
      key: 'expires',
      title: t('cards.column.expires'),
      text: ({ expiresOn }) => (expiresOn === null ? t('cards.noExpiry') : date(expiresOn)),
      width: '116px',
      below: 'state',
      sortBy: ({ expiresOn }) => expiresOn ?? '9999',
    },
    {
      key: 'pin',
      title: t('cards.column.pin'),
      text: ({ pinRequired }) => t(pinRequired ? 'cards.pin.yes' : 'cards.pin.no'),
      width: '84px',
      below: 'offline',
      sortBy: ({ pinRequired }) => Number(pinRequired),
    },
    {
      key: 'offline',
      title: t('cards.column.offline'),
      text: ({ offlinePolicy }) => t(`cards.offline.${offlinePolicy}.short`),
      width: 'minmax(120px, 1fr)',
      sortBy: ({ offlinePolicy }) => offlinePolicy,
    },
  ]);
}
