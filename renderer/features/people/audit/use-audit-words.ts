import { useI18n } from 'vue-i18n';
import { LOOPBACK, type AuditRecord } from '#protocol/records/audit.ts';
import { useFormat } from '#ui/format/use-format.ts';
import { useChangeWords } from '#ui/text/use-change-words.ts';
import { useEventWords } from '#ui/text/use-event-words.ts';

export interface AuditWords {
  readonly titles: () => readonly string[];
  /** A line of the log as texts, in the order of the titles. */
  cells(entry: AuditRecord): readonly string[];
  eventOf(entry: AuditRecord): string;
  personOf(entry: AuditRecord): string;
  /** The same, and of nobody in particular from where he came. */
  askerOf(entry: AuditRecord): string;
  outcomeOf(entry: AuditRecord): string;
  /** From where on the network it was asked. */
  addressOf(entry: AuditRecord): string;
  /** What was changed: each field as it was and as it is. */
  changeOf(entry: AuditRecord): string;
}

/** An entry of the security log in words, the same in the table, in a file and in its dialog. */
export function useAuditWords(): AuditWords {
  const { t, te } = useI18n({ useScope: 'global' });
  const format = useFormat();
  const eventWords = useEventWords();
  const changeWords = useChangeWords();

  function outcomeOf({ code }: AuditRecord): string {
    if (code === null) return t('people.audit.accepted');
    const key = `errors.${code}.title`;
    return te(key) ? t(key) : code;
  }

  function personOf({ userName, userId }: AuditRecord): string {
    return userName ?? userId ?? t('people.audit.nobody');
  }

  function addressOf({ address }: AuditRecord): string {
    return address === LOOPBACK ? t('people.audit.loopback') : (address ?? '');
  }

  function askerOf(entry: AuditRecord): string {
    const from = entry.userId === null ? addressOf(entry) : '';
    return from === '' ? personOf(entry) : `${personOf(entry)} · ${from}`;
  }

  function changeOf({ before, after }: AuditRecord): string {
    return changeWords
      .changesOf(before, after)
      .filter(({ field, differs }) => differs && field !== 'commandId')
      .map(({ field, name, was, is }) => {
        return before?.[field] === undefined ? `${name}: ${is}` : `${name}: ${was} → ${is}`;
      })
      .join('; ');
  }

  const eventOf = ({ event }: AuditRecord): string => eventWords(event);
  const place = ['workstation', 'address'] as const;
  const columns = ['at', 'person', ...place, 'event', 'subject', 'outcome', 'change'] as const;
  return {
    eventOf,
    personOf,
    askerOf,
    outcomeOf,
    addressOf,
    changeOf,
    titles: () => columns.map((name) => t(`people.audit.${name}`)),
    cells: (entry) => [
      format.value.dateTimeZone(entry.atMs),
      personOf(entry),
      entry.workstationId ?? '',
      addressOf(entry),
      eventOf(entry),
      entry.subjectId ?? '',
      outcomeOf(entry),
      changeOf(entry),
    ],
  };
}
