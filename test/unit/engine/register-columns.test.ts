import { describe, expect, it } from 'vitest';
import { placeColumns, registerColumns } from '#engine/import/register-columns.ts';
import { registerFields, registerKinds } from '#protocol/records/registers.ts';
import en from '#locales/en/registers.json' with { type: 'json' };
import kk from '#locales/kk/registers.json' with { type: 'json' };
import ru from '#locales/ru/registers.json' with { type: 'json' };

const cases = registerKinds.flatMap((kind) =>
  Object.entries({ ru, en, kk }).map(([language, words]) => {
    const labels: Readonly<Record<string, string>> = words.registers.field;
    return { kind, language, labels };
  }),
);

describe('columns of a register', () => {
  it.each(cases)('of $kind are found by the words of the screens in $language', (one) => {
    const { kind, labels } = one;
    const fields = registerFields(kind);
    const { places, missing } = placeColumns(
      kind,
      fields.map((field) => labels[field] ?? ''),
    );
    expect(missing).toEqual([]);
    expect(new Map(fields.map((field, place) => [field, place]))).toEqual(places);
    expect(registerColumns[kind].map(({ field }) => field).toSorted()).toEqual(fields.toSorted());
  });
});
