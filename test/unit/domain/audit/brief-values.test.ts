import { describe, expect, it } from 'vitest';
import { briefValues } from '#domain/audit/brief-values.ts';

describe('[G8] values as the audit trail keeps them', () => {
  it('says of a long list and a long text only how long they are', () => {
    const kept = { ids: Array.from({ length: 21 }, String), text: 'x'.repeat(201), few: ['a'] };
    expect(briefValues(kept)).toEqual({
      ids: { count: 21 },
      text: { characters: 201 },
      few: ['a'],
    });
  });

  it('leaves out what is named so, however deep it stands', () => {
    const kept = { card: { cardId: 'card-1', pin: '7391' }, pin: '7391' };
    expect(briefValues(kept, (name) => name === 'pin')).toEqual({ card: { cardId: 'card-1' } });
  });
});
