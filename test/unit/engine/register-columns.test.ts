import { describe, expect, it } from 'vitest';
import { placeColumns, registerColumns } from '#engine/import/register-columns.ts';
import { registerKinds } from '#protocol/records/registers.ts';
import words from '#locales/ru/registers.json' with { type: 'json' };

const labels: Readonly<Record<string, string>> = words.registers.field;

describe('columns of a register', () => {
  it.each(registerKinds)('of %s are found by the words that the screens use for them', (kind) => {
    const fields = registerColumns[kind].map(({ field }) => field);
    const { places, missing } = placeColumns(
      kind,
      fields.map((field) => labels[field] ?? ''),
    );
    expect(missing).toEqual([]);
    expect(new Map(fields.map((field, place) => [field, place]))).toEqual(places);
  });
});
