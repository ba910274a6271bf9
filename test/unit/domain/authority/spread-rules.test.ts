import { describe, expect, it } from 'vitest';
import type { Decision } from '#domain/authority/change.ts';
import type { AuthorityCommand, SetLimitsCommand } from '#domain/authority/command.ts';
import { decide } from '#domain/authority/decide.ts';
import { NO_RULES } from '#domain/card/purchase-rules.ts';
import { cardOf, FactBook, NOON_MS } from '../../../support/facts.ts';

let commands = 0;
const base = () => {
  commands += 1;
  const contractId = 'contract-1';
  return { commandId: `c-${commands}`, atMs: NOON_MS, workstationId: null, contractId };
};

const setMany = (patch: Partial<SetLimitsCommand>): SetLimitsCommand => ({
  ...base(),
  kind: 'limit.set-many',
  limits: [],
  removals: [],
  rules: [],
  fromMs: null,
  budget: null,
  skipInvalid: false,
  dryRun: false,
  ...patch,
});

function run(book: FactBook, command: AuthorityCommand): Decision {
  const decision = decide(command, book.facts(command));
  book.apply(decision.changes);
  return decision;
}

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
    const tried = run(book, setMany({ rules: give, dryRun: true })).outcome;
    const rules = { changed: 2, same: 0, stale: 0 };
    expect(tried).toMatchObject({ value: { result: { rules }, rulesBefore: before } });
    expect(book.rules).toEqual([of('card-2', 40_000)]);
  });

  it('[X-21] are taken back by what the preview told', () => {
    const { book, before, give } = twoCards();
    run(book, setMany({ rules: give, rulesSeen: before }));
    expect(book.rules).toEqual(give);
    run(book, setMany({ rules: before, rulesSeen: give }));
    expect(book.rules).toEqual(before);
  });

  it('[X-21] stay with whom somebody else has given others meanwhile', () => {
    const { book, before, give } = twoCards();
    run(book, setMany({ rules: give }));
    run(book, { ...base(), kind: 'rules.set', owned: of('card-2', 70_000) });
    const back = { rules: before, rulesSeen: give };
    const refused = { code: 'RULES_CHANGED', params: { count: 1 } };
    expect(run(book, setMany(back)).outcome).toMatchObject(refused);
    const done = run(book, setMany({ ...back, skipInvalid: true })).outcome;
    expect(done).toMatchObject({ value: { result: { rules: { changed: 1, stale: 1 } } } });
    expect(book.rules).toEqual([of('card-2', 70_000), of('card-1', null)]);
  });

  it('are not written again where they stand already', () => {
    const { book, give } = twoCards();
    run(book, setMany({ rules: give }));
    const again = run(book, setMany({ rules: give }));
    expect(again.changes).toEqual([]);
    expect(again.outcome).toMatchObject({ value: { result: { rules: { changed: 0, same: 2 } } } });
  });
});
