import { describe, expect, it } from 'vitest';
import { NO_RULES } from '#domain/card/purchase-rules.ts';
import { byOffice, decided, setMany } from '#test/support/authority-commands.ts';
import { cardOf, FactBook } from '../../../support/facts.ts';

const of = (ownerId: string, tankCapacityMl: number | null) => {
  return { ownerKind: 'card', ownerId, rules: { ...NO_RULES, tankCapacityMl } } as const;
};

/** Two cards, one of which has rules of its own, and a template for both. */
function twoCards() {
  const book = new FactBook({});
  book.cards.set('card-2', cardOf({ cardId: 'card-2' }));
  book.rules = [of('card-2', 40_000)];
  return {
    book,
    before: [of('card-1', null), of('card-2', 40_000)],
    give: [of('card-1', 60_000), of('card-2', 60_000)],
  };
}

describe('rules that many owners get in one command', () => {
  it('[X-21] a preview counts them and tells what stands, and changes nothing', () => {
    const { book, before, give } = twoCards();
    const tried = decided(book, setMany({ rules: give, dryRun: true })).outcome;
    const rules = { changed: 2, same: 0, stale: 0 };
    expect(tried).toMatchObject({ value: { result: { rules }, rulesBefore: before } });
    expect(book.rules).toEqual([of('card-2', 40_000)]);
  });

  it('[X-21] are taken back by what the preview told', () => {
    const { book, before, give } = twoCards();
    decided(book, setMany({ rules: give, rulesSeen: before }));
    expect(book.rules).toEqual(give);
    decided(book, setMany({ rules: before, rulesSeen: give }));
    expect(book.rules).toEqual(before);
  });

  it('[X-21] stay with whom somebody else has given others meanwhile', () => {
    const { book, before, give } = twoCards();
    decided(book, setMany({ rules: give }));
    decided(book, { ...byOffice(), kind: 'rules.set', owned: of('card-2', 70_000) });
    const back = { rules: before, rulesSeen: give };
    const refused = { code: 'RULES_CHANGED', params: { count: 1 } };
    expect(decided(book, setMany(back)).outcome).toMatchObject(refused);
    const done = decided(book, setMany({ ...back, skipInvalid: true })).outcome;
    expect(done).toMatchObject({ value: { result: { rules: { changed: 1, stale: 1 } } } });
    expect(book.rules).toEqual([of('card-2', 70_000), of('card-1', null)]);
  });

  it('are not written again where they stand already', () => {
    const { book, give } = twoCards();
    decided(book, setMany({ rules: give }));
    const again = decided(book, setMany({ rules: give }));
    expect(again.changes).toEqual([]);
    expect(again.outcome).toMatchObject({ value: { result: { rules: { changed: 0, same: 2 } } } });
  });
});
