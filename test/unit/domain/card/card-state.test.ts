import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canUnblock,
  mayMove,
  stateRefusal,
  type BlockReason,
  type CardState,
} from '#domain/card/card-state.ts';

const states: readonly CardState[] = ['active', 'blocked', 'lost', 'returned', 'closed', 'expired'];
const reasons: readonly BlockReason[] = ['client', 'issuer', 'theft', 'debt', 'pin'];

describe('card states', () => {
  it.each([
    ['active', null],
    ['blocked', 'CARD_BLOCKED'],
    ['lost', 'CARD_LOST'],
    ['returned', 'CARD_RETURNED'],
    ['closed', 'CARD_CLOSED'],
    ['expired', 'CARD_EXPIRED'],
  ] as const)('a card that is %s answers a sale with %s', (state, code) => {
    expect(stateRefusal({ state })).toBe(code);
  });

  it('[O-12] blocking twice is no error', () => {
    expect(mayMove('active', 'blocked')).toBe(true);
    expect(mayMove('blocked', 'blocked')).toBe(true);
  });

  it('[O-12] a closed card moves nowhere, not even to closed', () => {
    for (const to of states) expect(mayMove('closed', to)).toBe(false);
    expect(stateRefusal({ state: 'closed' })).toBe('CARD_CLOSED');
  });

  it('a lost, returned or expired card never comes back into use by any chain of moves', () => {
    const chains = fc.array(fc.constantFrom(...states), { maxLength: 8 });
    const starts = fc.constantFrom<CardState>('lost', 'returned', 'expired', 'closed');
    fc.assert(
      fc.property(starts, chains, (start, chain) => {
        const end = chain.reduce((state, to) => (mayMove(state, to) ? to : state), start);
        expect(end).not.toBe('active');
        expect(end).not.toBe('blocked');
      }),
    );
  });

  it('every state can end in closed', () => {
    for (const from of states) expect(mayMove(from, 'closed')).toBe(from !== 'closed');
  });
});

describe('canUnblock', () => {
  it('[O-13] the client lifts only his own voluntary block', () => {
    const lifted = reasons.filter((reason) => canUnblock('client', reason));
    expect(lifted).toEqual(['client']);
  });

  it('[O-13] staff lift every block', () => {
    expect(reasons.every((reason) => canUnblock('staff', reason))).toBe(true);
  });
});
