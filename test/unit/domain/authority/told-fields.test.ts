import { describe, expect, it } from 'vitest';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import { decide } from '#domain/authority/decide.ts';
import { toldFields } from '#domain/authority/told-fields.ts';
import { contractOf, FactBook, limitOf, NOON_MS } from '#test/support/facts.ts';

const base = { commandId: 'command-1', atMs: NOON_MS, workstationId: null };

/** What is told of a command, as it was before it and as it is after. */
function sides(book: FactBook, command: AuthorityCommand) {
  const before = toldFields(command, book.facts(command));
  const decision = decide(command, book.facts(command));
  book.apply(decision.changes);
  return { before, after: toldFields(command, book.facts(command)) };
}

describe('[G8] what the audit trail tells of an office command', () => {
  it('is a card’s state and why it is stopped', () => {
    const book = new FactBook({});
    const { cardId } = book.card;
    expect(sides(book, { kind: 'card.block', ...base, cardId, reason: 'client' })).toEqual({
      before: { state: 'active', blockReason: null },
      after: { state: 'blocked', blockReason: 'client' },
    });
  });

  it('is a contract’s state and credit where it is signed, and its deposits where it is paid', () => {
    const book = new FactBook({ contract: contractOf({ state: 'draft', creditLimitMinor: 0 }) });
    const { contractId } = book.contract;
    const sign = { kind: 'contract.sign', ...base, contractId, creditLimitMinor: 100 } as const;
    expect(sides(book, sign)).toEqual({
      before: { state: 'draft', creditLimitMinor: 0 },
      after: { state: 'signed', creditLimitMinor: 100 },
    });
    const was = book.contract.depositsMinor;
    const pay = { amountMinor: 70, effectiveAtMs: NOON_MS, memo: 'м' };
    const topUp = {
      kind: 'contract.top-up',
      ...base,
      commandId: 'c-2',
      contractId,
      ...pay,
    } as const;
    expect(sides(book, topUp)).toEqual({
      before: { depositsMinor: was },
      after: { depositsMinor: was + 70 },
    });
  });

  it('is a whole limit, and nothing before it was there', () => {
    const book = new FactBook({ limits: [] });
    const { contractId } = book.contract;
    const limit = limitOf({ amount: 7_000 });
    const told = sides(book, { kind: 'limit.set', ...base, contractId, limit });
    expect(told).toMatchObject({ before: { limit: null }, after: { limit: { amount: 7_000 } } });
  });

  it('is every limit and every owner’s rules of many, those that come and those that go', () => {
    const gone = limitOf({ limitId: 'gone', amount: 1 });
    const raised = limitOf({ limitId: 'raised', amount: 5 });
    const book = new FactBook({ limits: [gone, raised] });
    const { contractId } = book.contract;
    const none = { rules: [], fromMs: null, budget: null, skipInvalid: false, dryRun: false };
    const limits = [{ ...raised, amount: 9 }];
    const many = {
      kind: 'limit.set-many',
      contractId,
      limits,
      removals: ['gone'],
      ...none,
    } as const;
    const told = sides(book, { ...many, ...base });
    expect(told.before).toMatchObject({ limits: [{ amount: 5 }, { limitId: 'gone' }], rules: [] });
    expect(told.after).toMatchObject({ limits: [{ limitId: 'raised', amount: 9 }], rules: [] });
  });

  it('is in which group each card is', () => {
    const book = new FactBook({});
    const { contractId } = book.contract;
    const { cardId } = book.card;
    const assign = { kind: 'card-group.assign', contractId, groupId: null, cardIds: [cardId] };
    const command = { ...assign, ...base } as AuthorityCommand;
    expect(sides(book, command).before).toEqual({ cards: [{ cardId, groupId: null }] });
  });

  it('is nothing where a sale is made', () => {
    const book = new FactBook({});
    const reverse = { kind: 'sale.reverse', saleId: 'sale-1', reversedAtMs: NOON_MS } as const;
    const command = { ...reverse, ...base, workstationId: 'desk-1' };
    expect(toldFields(command, book.facts(command))).toBeNull();
  });
});
