import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accountDeltas,
  applyDelta,
  book,
  newAccount,
  pend,
  post,
  voidTransfer,
  type Account,
  type TransferStep,
} from '#domain/ledger/ledger.ts';

const of = (transferId: string, amountMinor: number) => ({
  transferId,
  kind: 'sale' as const,
  debitAccountId: 'contract/c',
  creditAccountId: 'revenue/s/KZT',
  amountMinor,
  atMs: 0,
  effectiveAtMs: 0,
  linkedId: null,
  memo: '',
});

const out = (amountMinor: number, besideMinor = 0) => ({ amountMinor, atMs: 0, besideMinor });

function apply(accounts: Map<string, Account>, step: TransferStep): void {
  for (const delta of accountDeltas(step)) {
    const before = accounts.get(delta.accountId) ?? newAccount(delta.accountId);
    accounts.set(delta.accountId, applyDelta(before, delta));
  }
}

const life = fc.record({
  amountMinor: fc.integer({ min: 0, max: 1_000_000_000 }),
  end: fc.constantFrom('post', 'void', 'open', 'book'),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('transfers', () => {
  it('conserve: debits equal credits, and what is reserved is what is still pending', () => {
    fc.assert(
      fc.property(fc.array(life, { maxLength: 30 }), (lives) => {
        const accounts = new Map<string, Account>();
        let pendingMinor = 0;
        let movedMinor = 0;
        lives.forEach(({ amountMinor, end, share }, index) => {
          if (end === 'book') {
            apply(accounts, book(of(`t${index}`, amountMinor)));
            movedMinor += amountMinor;
            return;
          }
          const pended = pend(of(`t${index}`, amountMinor));
          apply(accounts, pended);
          const moved = Math.floor(amountMinor * share);
          if (end === 'post') apply(accounts, post(pended.transfer, out(moved)));
          if (end === 'void') apply(accounts, voidTransfer(pended.transfer));
          if (end === 'post') movedMinor += moved;
          if (end === 'open') pendingMinor += amountMinor;
        });
        const contract = accounts.get('contract/c') ?? newAccount('contract/c');
        const revenue = accounts.get('revenue/s/KZT') ?? newAccount('revenue/s/KZT');
        expect(contract.debitsPostedMinor).toBe(movedMinor);
        expect(revenue.creditsPostedMinor).toBe(movedMinor);
        expect(contract.debitsPendingMinor).toBe(pendingMinor);
        expect(revenue.creditsPendingMinor).toBe(pendingMinor);
      }),
    );
  });

  it('are never posted above their reserve, nor twice', () => {
    const { transfer } = pend(of('t', 100));
    expect(() => post(transfer, out(101))).toThrow();
    expect(() => post(transfer, out(60, 41))).toThrow();
    const posted = post(transfer, out(100)).transfer;
    expect(() => post(posted, out(1))).toThrow();
    expect(() => voidTransfer(posted)).toThrow();
  });

  it('never move a negative or unsafe amount', () => {
    expect(() => pend(of('t', -1))).toThrow();
    expect(() => book(of('t', 0.5))).toThrow();
    expect(() => book(of('t', 2 ** 53))).toThrow();
  });

  it('an account belongs to a known kind', () => {
    expect(() => newAccount('wallet/x')).toThrow();
    expect(newAccount('bank').kind).toBe('bank');
  });
});
