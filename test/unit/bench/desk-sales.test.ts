import { describe, expect, it } from 'vitest';
import { cardsOfDesk } from '../../bench/sync/desk-sales.ts';

describe('pushes of the bench', () => {
  it('the third workstation is not refused for leases that the two before took away with them', () => {
    const rounds = [0, 1, 2].map(cardsOfDesk);
    const cards = rounds.flat();
    expect(rounds.every((round) => round.length > 0)).toBe(true);
    expect(new Set(cards).size).toBe(cards.length);
  });
});
