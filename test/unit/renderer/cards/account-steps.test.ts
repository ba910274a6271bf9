import { describe, expect, it } from 'vitest';
import { accountSteps } from '#features/cards/contract/access/account-steps.ts';
import { clientLack } from '#features/cards/contract/access/client-lack.ts';

const signed = { hasProgramme: true, state: 'signed' } as const;

describe('what comes next on the way to a client’s account', () => {
  it('[N-05] is opened here where a contract in force came under its programme late', () => {
    const standing = { hasProgramme: true, birth: 'with-contract', hasAccount: false } as const;
    expect(accountSteps({ ...standing, state: 'draft' })).toMatchObject({ mayOpen: false });
    expect(accountSteps({ ...standing, state: 'signed' })).toMatchObject({ mayOpen: true });
    expect(accountSteps({ ...standing, state: 'closed' })).toMatchObject({ mayOpen: false });
  });

  it('[N-06] is a new sheet once there is an account', () => {
    const standing = { ...signed, birth: 'after-card', hasAccount: true } as const;
    expect(accountSteps(standing)).toMatchObject({ mayOpen: false, mayRenew: true });
  });

  it('[P-02] leads to the client’s page where its people are invited', () => {
    const standing = { ...signed, birth: 'by-invitation', hasAccount: false } as const;
    expect(accountSteps(standing)).toMatchObject({ mayOpen: false, atClient: true });
  });

  it('is a programme, where the contract has none', () => {
    const standing = { ...signed, birth: null, hasAccount: false } as const;
    expect(accountSteps({ ...standing, hasProgramme: false }).text).toBe('noProgramme');
    expect(accountSteps(standing)).toMatchObject({ text: 'shut', mayOpen: false });
  });
});

describe('what a contract waits for at its client', () => {
  it('[O-02] [O-08] is named by the field of the client’s page', () => {
    const lack = (code: string, field?: string) =>
      clientLack({ code, ...(field === undefined ? {} : { params: { field } }) });
    expect(lack('FIELD_REQUIRED', 'personName')).toBe('contactName');
    expect(lack('FIELD_REQUIRED', 'phone')).toBe('phone');
    expect(lack('INN_INVALID')).toBe('taxId');
    expect(lack('FIELD_INVALID', 'creditLimitMinor')).toBeNull();
    expect(lack('LINK_DOWN')).toBeNull();
    expect(clientLack(null)).toBeNull();
  });
});
