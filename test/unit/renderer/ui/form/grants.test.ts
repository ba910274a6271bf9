import { describe, expect, it } from 'vitest';
import { may } from '#domain/identity/rights.ts';
import { authorityStanding } from '#features/clients/person/authority-words.ts';
import { grantsWith, scopeOf, scopes } from '#ui/form/grants.ts';

describe('what somebody may do for his client', () => {
  it('is given by a scope, of which each holds what those after it hold', () => {
    const rightsOf = (index: number) => {
      const grants = grantsWith(scopes[index] ?? 'full', false);
      return (['limit.change', 'card.view', 'statement.view'] as const).map((right) =>
        may({ role: 'representative', grants }, right),
      );
    };
    expect([1, 2, 3].map(rightsOf)).toEqual([
      [true, true, true],
      [false, true, true],
      [false, false, true],
    ]);
  });

  it('is all of it for an owner, who may hand it out', () => {
    const grants = grantsWith('papers', true);
    expect(scopeOf(grants)).toBe('full');
    expect(may({ role: 'representative', grants }, 'account.manage')).toBe(true);
    expect(
      may({ role: 'representative', grants: grantsWith('full', false) }, 'account.manage'),
    ).toBe(false);
  });
});

describe('[V-02] the paper that somebody acts on', () => {
  const paper = { contractId: 'c', title: 't', number: '1', fromOn: '2026-01-10' };
  const on = (today: string, untilOn: string | null = '2026-12-31') =>
    authorityStanding({ ...paper, untilOn }, today);

  it('works from its first day to its last one, and its end is told a month before', () => {
    expect(on('2026-01-09')).toBe('coming');
    expect(on('2026-01-10')).toBe('holds');
    expect(on('2026-11-30')).toBe('holds');
    expect(on('2026-12-01')).toBe('ending');
    expect(on('2026-12-31')).toBe('ending');
    expect(on('2027-01-01')).toBe('over');
    expect(on('2099-01-01', null)).toBe('endless');
    expect(authorityStanding(null, '2026-01-01')).toBe('none');
  });
});
