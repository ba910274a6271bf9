import { describe, expect, it } from 'vitest';
import { compareClaims, matchesExactly } from '#domain/password-recovery/claims.ts';

const stored = {
  email: 'buh@firma.example',
  phone: '+79120000000',
  personName: 'Пётр Сергеевич Королёв',
  taxId: '0000000017',
  login: 'zavod',
};
const said = {
  email: ' Buh@Firma.Example',
  phone: '8 (912) 000-00-00',
  personName: 'петр  сергеевич королев',
};

describe('compareClaims', () => {
  it('[O-09] requested and stored values stand side by side, ways of writing apart', () => {
    expect(compareClaims({ ...said, phone: '+79120000001' }, stored)).toEqual([
      { field: 'email', requested: said.email, stored: stored.email, same: true },
      { field: 'phone', requested: '+79120000001', stored: stored.phone, same: false },
      { field: 'personName', requested: said.personName, stored: stored.personName, same: true },
      { field: 'taxId', requested: null, stored: stored.taxId, same: false },
      { field: 'login', requested: null, stored: stored.login, same: false },
    ]);
  });

  it('[O-09] what nobody knows matches nothing', () => {
    expect(compareClaims({ email: 'a@firma.example' }, {})).toEqual([
      { field: 'email', requested: 'a@firma.example', stored: null, same: false },
    ]);
  });
});

describe('matchesExactly', () => {
  it('[O-09] phone, e-mail and name as they are stored', () => {
    expect(matchesExactly(said, stored)).toBe(true);
    expect(matchesExactly({ ...said, taxId: '0000 000 017' }, stored)).toBe(true);
  });

  it.each([
    { ...said, phone: '+79120000001' },
    { ...said, taxId: '0000000024' },
    { email: said.email, phone: said.phone },
    {},
  ])('[O-09] not %j', (claims) => {
    expect(matchesExactly(claims, stored)).toBe(false);
  });
});
