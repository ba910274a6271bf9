import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clientEntryOf,
  clientFields,
  clientForm,
  clientValues,
  fieldOf,
  takeOver,
} from '#features/clients/client/client-form.ts';
import { bareClient, client } from '#test/support/screens/clients/client-samples.ts';

describe('the form of a client', () => {
  it('gives back what it was filled with, and unknown stays unknown', () => {
    for (const one of [client, bareClient]) {
      const { clientId: _id, revision: _revision, ...entry } = one;
      expect(clientEntryOf(clientValues(one))).toEqual(entry);
      expect(clientForm.safeParse(clientValues(one)).success).toBe(true);
    }
  });

  it('[O-02] [O-08] shows a refusal at the field that it is about', () => {
    const at = (code: string, field?: string) =>
      fieldOf({ code, ...(field === undefined ? {} : { params: { field } }) });
    expect(at('INN_INVALID')).toBe('taxId');
    expect(at('CLIENT_TYPE_NOT_ALLOWED')).toBe('type');
    expect(at('FIELD_INVALID', 'personName')).toBe('contactName');
    expect(at('FIELD_INVALID', 'phone')).toBe('phone');
    expect(at('FIELD_REQUIRED', 'type')).toBe('type');
  });
});

describe('a client that somebody else has changed meanwhile', () => {
  const kept = { ...client, phone: '+79000000078', name: 'ООО «Северный путь 2»', revision: 4 };

  it('is shown as it is kept, with what was typed here left alone', () => {
    const typed = { ...clientValues(client), name: 'ООО «Юг»', email: 'new@north.example' };
    const { values, changes } = takeOver(client, kept, typed);
    expect(values).toEqual({ ...typed, phone: kept.phone });
    expect(changes).toEqual([
      { field: 'name', before: client.name, after: kept.name },
      { field: 'phone', before: client.phone, after: kept.phone },
    ]);
  });

  it('loses nothing: each field is as typed here, else as kept now', () => {
    const text = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(text, text, text, (was, is, mine) => {
        const [seen, now] = [
          { ...client, name: was },
          { ...client, name: is },
        ];
        const { values, changes } = takeOver(seen, now, { ...clientValues(seen), name: mine });
        expect(values.name).toBe(mine === was ? is : mine);
        expect(changes.length).toBe(was === is ? 0 : 1);
        expect(clientFields).toContain(changes[0]?.field ?? 'name');
      }),
    );
  });
});
