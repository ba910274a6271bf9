import { describe, expect, it } from 'vitest';
import { type ResetAccount, judgeReset } from '#domain/identity/account-standing.ts';

const account: ResetAccount = {
  userId: 'u-operator',
  programmeId: null,
  active: true,
  state: 'active',
};

const outcomeOf = (patch: Partial<ResetAccount>, byUserId = 'u-administrator'): string => {
  const judged = judgeReset({ ...account, ...patch }, byUserId);
  return judged.ok ? 'ok' : judged.code;
};

describe('[O-10] a password that is drawn anew for somebody', () => {
  it.each([
    ['one of the network’s own people', {}, 'ok'],
    ['whom errors keep out: they go with it', { state: 'locked' }, 'ok'],
    ['a programme’s person', { programmeId: 'octave' }, 'ACCOUNT_BORN_OTHERWISE'],
    [
      'somebody erased, whom it says before all else',
      { state: 'erased', active: false },
      'ACCOUNT_ERASED',
    ],
    ['a closed account', { state: 'closed' }, 'ACCOUNT_CLOSED'],
    ['a switched-off account', { active: false }, 'ACCOUNT_SWITCHED_OFF'],
  ] as const)('%s', (_who, patch, outcome) => {
    expect(outcomeOf(patch)).toBe(outcome);
  });

  it('is not for oneself', () => {
    expect(outcomeOf({}, account.userId)).toBe('FIELD_INVALID');
  });
});
