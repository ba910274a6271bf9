import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clientTypeTaken,
  maySignWith,
  wellFormedClient,
  type ClientFacts,
} from '#domain/client/client.ts';
import { fictitiousBin, fictitiousInn } from '#domain/client/tax-id.ts';
import { clientTypes } from '#domain/identity/programme.ts';

const CORPORATE = {
  clientTypes: ['legal-entity'],
  requiredContacts: ['phone', 'email', 'person-name'],
} as const;

const clientOf = (patch: Partial<ClientFacts> = {}): ClientFacts => ({
  type: 'legal-entity',
  country: 'RU',
  taxId: fictitiousInn(1),
  kpp: '000101001',
  contactName: 'Иванов Пётр',
  phone: '+79000000001',
  email: 'office@client.example',
  ...patch,
});

describe('a client as it is kept', () => {
  it('[O-08] has its phone in E.164, its address in lower case, its name without stray blanks', () => {
    const typed = { phone: '8 (900) 000-00-01', email: ' Office@Client.Example ' };
    const kept = wellFormedClient(clientOf({ ...typed, contactName: ' Иванов  Пётр' }));
    expect(kept).toEqual({ ok: true, value: clientOf() });
  });

  it.each([
    [{ phone: '8900' }, 'phone'],
    [{ email: 'office' }, 'email'],
    [{ contactName: 'Иванов' }, 'personName'],
    [{ contactName: 'Иванов Пётр\nСчёт оплачен' }, 'contactName'],
    [{ kpp: '12' }, 'kpp'],
    [{ type: 'sole-trader', taxId: '500100732259' }, 'kpp'],
  ] as const)('[O-08] refuses %j by its field', (patch, field) => {
    const refused = wellFormedClient(clientOf(patch));
    expect(refused).toEqual({ ok: false, code: 'FIELD_INVALID', params: { field } });
  });

  it('[O-02] needs right check digits of its own country, whatever the number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 9 }), (n, by) => {
        for (const [country, taxId] of [
          ['RU', fictitiousInn(n)],
          ['KZ', fictitiousBin(n)],
        ] as const) {
          const client = clientOf({ country, taxId, kpp: null });
          expect(wellFormedClient(client).ok).toBe(true);
          const last = (Number(taxId.at(-1)) + by) % 10;
          const wrong = { ...client, taxId: `${taxId.slice(0, -1)}${last}` };
          expect(wellFormedClient(wrong)).toMatchObject({ code: 'INN_INVALID' });
        }
      }),
    );
  });

  it('[O-02] a company has an ИНН of ten digits, a sole trader one of twelve, a farm either', () => {
    const inn = (type: ClientFacts['type'], taxId: string) =>
      wellFormedClient(clientOf({ type, taxId, kpp: null })).ok;
    expect(inn('legal-entity', '500100732259')).toBe(false);
    expect(inn('sole-trader', fictitiousInn(1))).toBe(false);
    expect(inn('sole-trader', '500100732259')).toBe(true);
    expect(inn('farm', fictitiousInn(1))).toBe(true);
    expect(inn('farm', '500100732259')).toBe(true);
  });

  it('may be known only in part while nothing is signed', () => {
    const unknown = { type: null, taxId: null, kpp: null, contactName: null };
    const client = clientOf({ ...unknown, phone: null, email: null });
    expect(wellFormedClient(client)).toEqual({ ok: true, value: client });
  });
});

describe('a contract of a programme', () => {
  it('[O-02] is for the types of client that the programme names', () => {
    for (const type of clientTypes) {
      const taken = clientTypeTaken(type, CORPORATE);
      if (type === 'legal-entity') expect(taken).toEqual({ ok: true, value: type });
      else expect(taken).toMatchObject({ code: 'CLIENT_TYPE_NOT_ALLOWED', params: { type } });
    }
    expect(clientTypeTaken(null, CORPORATE)).toMatchObject({ params: { field: 'type' } });
  });

  it('[O-08] is not signed without each of the three, and of ИНН and КПП', () => {
    expect(maySignWith(clientOf(), CORPORATE).ok).toBe(true);
    for (const [missing, field] of [
      ['phone', 'phone'],
      ['email', 'email'],
      ['contactName', 'personName'],
      ['taxId', 'taxId'],
      ['kpp', 'kpp'],
    ] as const) {
      const refused = maySignWith(clientOf({ [missing]: null }), CORPORATE);
      expect(refused).toEqual({ ok: false, code: 'FIELD_REQUIRED', params: { field } });
    }
  });

  it('[O-02] with a private person is refused before anything is asked of him', () => {
    const person = clientOf({ type: 'person', taxId: null, phone: null });
    expect(maySignWith(person, CORPORATE)).toMatchObject({ code: 'CLIENT_TYPE_NOT_ALLOWED' });
  });

  it('[O-02] asks no КПП where there is none', () => {
    const kazakh = clientOf({ country: 'KZ', taxId: fictitiousBin(7), kpp: null });
    expect(maySignWith(kazakh, CORPORATE).ok).toBe(true);
  });

  it('[O-02] is not signed on a tax id that came with a register and is wrong', () => {
    const wrong = clientOf({ taxId: '1234567890' });
    expect(maySignWith(wrong, CORPORATE)).toMatchObject({ code: 'INN_INVALID' });
  });
});
