import { type ComputedRef, computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { FoundOperation } from '#protocol/records/history.ts';
import { type Format, makeFormat } from '#ui/format/format.ts';
import { useFormat } from '#ui/format/use-format.ts';
import type { Column } from '#ui/table/column.ts';
import { type LineColumn, lineTexts } from '../line-words.ts';

/** Every operation is written in the zone of its contract, wherever the reader stands (rule G4). */
export function useFormatIn(): (zone: string) => Format {
  const format = useFormat();
  const formats = computed(() => new Map([[format.value.timeZone, format.value]]));
  return (zone) => {
    const { locale, decimalSeparator } = format.value;
    const known = formats.value.get(zone) ?? makeFormat(locale, zone, decimalSeparator);
    formats.value.set(zone, known);
    return known;
  };
}

/**
 * Operations that were found; their order is the backend's, so no column sorts. Limits have a
 * column only where one of them was passed.
 */
export function useOperationColumns(
  rows: () => readonly FoundOperation[],
): ComputedRef<readonly Column<FoundOperation>[]> {
  const { t } = useI18n({ useScope: 'global' });
  const formatIn = useFormatIn();
  return computed(() => {
    const line = (
      key: LineColumn,
      width: string,
      align: 'start' | 'end' = 'start',
    ): Column<FoundOperation> => ({
      key,
      title: t(`statement.column.${key}`),
      text: (row) => lineTexts(formatIn(row.zone), t)[key](row),
      width,
      align,
    });
    const amount = line('amount', '124px', 'end');
    const alert: Column<FoundOperation> = {
      key: 'alert',
      title: t('statement.operations.alert'),
      text: ({ alerts }) => (alerts.length > 0 ? t('statement.operations.above') : ''),
      width: '84px',
      below: 'client',
    };
    return [
      line('at', '132px'),
      line('slip', '64px'),
      { ...line('kind', '94px'), below: 'at' },
      { ...line('card', '84px'), below: 'slip' },
      {
        ...amount,
        text: ({ zone, amountMinor, currency }) => formatIn(zone).money(amountMinor, currency),
      },
      {
        key: 'client',
        title: t('statement.operations.client'),
        text: ({ clientName, contractNumber }) => `${clientName} · ${contractNumber}`,
        width: 'minmax(160px, 2.2fr)',
      },
      line('station', 'minmax(130px, 1.6fr)'),
      { ...line('product', 'minmax(84px, 0.6fr)'), below: 'station' },
      { ...line('volume', '76px', 'end'), below: 'amount' },
      ...(rows().some(({ alerts }) => alerts.length > 0) ? [alert] : []),
    ];
  });
}
