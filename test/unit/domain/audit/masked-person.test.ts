import { describe, expect, it } from 'vitest';
import { withoutContacts } from '#domain/audit/masked-person.ts';

describe('what the trail keeps of a person', () => {
  it('[R-08] contacts are masked wherever they stand, and however they were typed', () => {
    expect(
      withoutContacts({
        email: 'olga@client.example',
        login: '8 (916) 123-45-67',
        value: 'Olga@Client.Example',
        reason: 'писать на olga@client.example или +79161234567',
        claims: { phone: '+79161234567', list: ['a@b.example'] },
        personName: 'Ольга Иванова',
      }),
    ).toEqual({
      email: 'o•••@client.example',
      login: '+7•••67',
      value: 'O•••@Client.Example',
      reason: 'писать на o•••@client.example или +7•••67',
      claims: { phone: '+7•••67', list: ['a•••@b.example'] },
      personName: 'О••• И•••',
    });
  });

  it('what is no contact stays as it is', () => {
    const kept = {
      contractId: '0193a000-0000-7000-8000-000000000001',
      login: 'kassir-7',
      expiresAtMs: 1_780_000_000_000,
      displayName: 'Смена 2',
      state: null,
      limits: [{ amountMinor: 1_000_000 }],
    };
    expect(withoutContacts(kept)).toEqual(kept);
  });
});
