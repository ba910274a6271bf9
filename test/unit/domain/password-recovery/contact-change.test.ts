import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agreed,
  mayWrite,
  sidesOf,
  type ContactChange,
} from '#domain/password-recovery/contact-change.ts';

describe('a change of contact', () => {
  it('[N-21] an address is confirmed on both sides, in either order, each as often as it likes', () => {
    const begun: ContactChange = { kind: 'email', state: 'open', awaits: sidesOf('email', true) };
    const sides = fc.array(fc.constantFrom('old' as const, 'new' as const), { maxLength: 6 });
    fc.assert(
      fc.property(sides, (order) => {
        const ended = order.reduce(agreed, begun);
        const both = order.includes('old') && order.includes('new');
        expect(ended.state).toBe(both ? 'done' : 'open');
      }),
    );
  });

  it('[R-20] a phone is confirmed by the new one; a first address by itself', () => {
    expect(sidesOf('phone', true)).toEqual(['new']);
    expect(sidesOf('email', false)).toEqual(['new']);
  });
});

describe('mayWrite', () => {
  it('[N-21] name and postal address are written freely', () => {
    expect(mayWrite(['displayName', 'postalAddress']).ok).toBe(true);
  });

  it.each(['taxId', 'legalName', 'contractNumber', 'login'] as const)(
    '[N-21][V-11] %s never changes',
    (field) => {
      expect(mayWrite(['displayName', field])).toEqual({
        ok: false,
        code: 'FIELD_READONLY',
        params: { field, byProof: false },
      });
    },
  );

  it.each(['phone', 'email'] as const)('[R-20] %s changes by its proof alone', (field) => {
    expect(mayWrite([field])).toMatchObject({ params: { field, byProof: true } });
  });
});
