// Records outlive the version that wrote them: the trail has fields and values that were renamed or
// given up since. What has words is said in words, and the rest as it is kept, never left out.
import { useI18n } from 'vue-i18n';
import { useFormat } from '../format/use-format.ts';
import { useEventWords } from './use-event-words.ts';

export type ChangeSide = Readonly<Record<string, unknown>> | null;

/** A field of a change in words, as it was and as it is. */
export interface FieldChange {
  /** As it is named in the records. */
  readonly field: string;
  readonly name: string;
  readonly was: string;
  readonly is: string;
  readonly differs: boolean;
}

export interface ChangeWords {
  fieldWords(field: string): string;
  valueWords(field: string, value: unknown): string;
  /** Every field of either side, in the order in which they are kept. */
  changesOf(before: ChangeSide, after: ChangeSide): readonly FieldChange[];
}

/** Fields of which the values have their words at another place. */
const VALUES_AT: Readonly<Record<string, string>> = {
  role: 'app.role',
  language: 'ui.languages',
  country: 'ui.country',
  reason: 'ui.param.cause',
  blockReason: 'ui.param.cause',
  period: 'ui.param.period',
  subjectKind: 'ui.param.owner',
};

/** What is kept of a change, in the words of the person who reads it. */
export function useChangeWords(): ChangeWords {
  const { t, te } = useI18n({ useScope: 'global' });
  const format = useFormat();
  const eventWords = useEventWords();

  function fieldWords(field: string): string {
    const key = `ui.field.${field}`;
    return te(key) ? t(key) : field;
  }

  function valueWords(field: string, value: unknown): string {
    if (value === undefined || value === null || value === '') return '—';
    if (typeof value === 'boolean') return t(value ? 'ui.change.yes' : 'ui.change.no');
    if (typeof value === 'number') return numberWords(field, value);
    if (typeof value === 'string') return textWords(field, value);
    if (Array.isArray(value)) return listWords(value.map((one) => valueWords(field, one)));
    const within = Object.entries(value);
    return listWords(within.map(([name, one]) => `${fieldWords(name)}: ${valueWords(name, one)}`));
  }

  /** A field says its unit by the end of its name. */
  function numberWords(field: string, value: number): string {
    if (/(?:At|Before|from|since|until)Ms$/u.test(field)) return format.value.dateTimeZone(value);
    if (/Minor(?:PerLitre)?$/u.test(field)) return format.value.money(value, undefined);
    return field.endsWith('Ml') ? format.value.litres(value) : format.value.integer(value);
  }

  function textWords(field: string, value: string): string {
    if (field === 'event') return eventWords(value);
    const key = `${VALUES_AT[field] ?? `ui.value.${field}`}.${value}`;
    return te(key) ? t(key) : value;
  }

  function changesOf(before: ChangeSide, after: ChangeSide): readonly FieldChange[] {
    const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
    return fields.map((field) => {
      const [was, is] = [before?.[field], after?.[field]];
      return {
        field,
        name: fieldWords(field),
        was: valueWords(field, was),
        is: valueWords(field, is),
        // Two values may have the same words, as a text and a number.
        differs: JSON.stringify(was ?? null) !== JSON.stringify(is ?? null),
      };
    });
  }

  return { fieldWords, valueWords, changesOf };
}

function listWords(words: readonly string[]): string {
  return words.length === 0 ? '—' : words.join(', ');
}
