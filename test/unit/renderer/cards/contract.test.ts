import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withLuhn } from '#domain/card/pan.ts';
import type { ContractRecord, RemainderRecord } from '#protocol/records.ts';
import { readPan } from '#features/cards/contract/issue-form.ts';
import { availableWith, balanceMinor, contractMoney } from '#features/cards/contract/money.ts';

const contract: ContractRecord = {
  contractId: 'ct-1',
  clientId: 'cl-1',
  clientName: 'Клиент',
  number: '1',
  currency: 'KZT',
  zone: 'Asia/Almaty',
  state: 'signed',
  creditLimitMinor: 50_000,
  depositsMinor: 100_000,
  terms: { captureTolerance: null, fees: [], discounts: [] },
};

function moneyLeft(used: number): RemainderRecord {
  const total = contract.depositsMinor + contract.creditLimitMinor;
  return {
    allowanceKey: 'money/ct-1',
    owner: 'contract',
    limitId: null,
    scopeKind: 'all',
    scopeId: null,
    measure: 'money',
    period: null,
    total,
    used,
    left: Math.max(0, total - used),
    nextResetAtMs: null,
    action: 'decline',
    countsNow: true,
  };
}

const quantity = fc.integer({ min: 0, max: 1_000_000_000 });

describe('the money of a contract', () => {
  it('[N-13] available is balance + credit − holds − leases, and nothing below zero', () => {
    fc.assert(
      fc.property(quantity, (used) => {
        const money = contractMoney(contract, [moneyLeft(used)]);
        expect(money?.availableMinor).toBe(Math.max(0, 150_000 - used));
        expect(money === null ? null : availableWith(money, {})).toBe(money?.availableMinor);
      }),
    );
  });

  it('after a payment or with another credit is told before it is sent', () => {
    const money = contractMoney(contract, [moneyLeft(120_000)]);
    expect(money).not.toBeNull();
    if (money === null) return;
    expect(availableWith(money, { topUpMinor: 10_000 })).toBe(40_000);
    expect(availableWith(money, { creditLimitMinor: 0 })).toBe(0);
    expect(availableWith(money, { creditLimitMinor: 20_001 })).toBe(1);
  });

  it('that is to be given back is without the credit: who owes 400,000 is not shown 600,000', () => {
    const credited = { ...contract, depositsMinor: 0, creditLimitMinor: 1_000_000 };
    const owes = { ...moneyLeft(0), total: 1_000_000, used: 400_000, left: 600_000 };
    const money = contractMoney(credited, [owes]);
    expect(money?.availableMinor).toBe(600_000);
    expect(money === null ? null : balanceMinor(money)).toBe(-400_000);
    const paid = contractMoney(contract, [moneyLeft(30_000)]);
    expect(paid === null ? null : balanceMinor(paid)).toBe(70_000);
  });

  it('is unknown where the answer carries none', () => {
    expect(contractMoney(contract, [])).toBeNull();
  });
});

describe('the number of a new card', () => {
  const bodies = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 11, maxLength: 18 })
    .map((digits) => digits.join(''));

  it('passes with its check digit, also with spaces, and with no other last digit', () => {
    fc.assert(
      fc.property(bodies, fc.integer({ min: 1, max: 9 }), (body, shift) => {
        const pan = withLuhn(body);
        const wrong = body + String((Number(pan.at(-1)) + shift) % 10);
        expect(readPan(pan.replaceAll(/(.{4})/g, '$1 '))).toEqual({ ok: true, pan });
        expect(readPan(wrong)).toEqual({ ok: false, refusal: 'CHECK_DIGIT' });
      }),
    );
  });

  it('says what is wrong with an empty, a short and a lettered one, and repeats none of it', () => {
    const refusals = ['', '12', '1234 5678 90ab'].map(readPan);
    expect(JSON.stringify(refusals)).not.toContain('5678');
    expect(refusals.map((read) => (read.ok ? null : read.refusal))).toMatchObject([
      { code: 'FIELD_REQUIRED' },
      { code: 'PAN_LENGTH' },
      { code: 'FIELD_INVALID' },
    ]);
  });
});
