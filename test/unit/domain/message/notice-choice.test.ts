import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  judgeWays,
  noticeWays,
  targetsOf,
  type ChosenWays,
  type Reachable,
} from '#domain/message/notice-choice.ts';

const both: Reachable = { userId: 'u', email: 'a@firma.example', phone: '+79120000001' };
const none: Reachable = { userId: 'u', email: null, phone: null };
const ways = (email: boolean, sms: boolean, desktop: boolean): ChosenWays => ({
  email,
  sms,
  desktop,
});
const outcome = (person: Reachable, chosen: ChosenWays) => {
  const judged = judgeWays(person, chosen);
  return judged.ok ? 'ok' : `${judged.code} ${String(judged.params['channel'])}`;
};

const anyWays = fc.record({ email: fc.boolean(), sms: fc.boolean(), desktop: fc.boolean() });
const anyPerson = fc.record({
  userId: fc.constant('u'),
  email: fc.constantFrom(null, 'a@firma.example'),
  phone: fc.constantFrom(null, '+79120000001'),
});

describe('[R-27] the ways to tell of the security of an account', () => {
  it.each([
    [both, ways(true, false, false), 'ok'],
    [both, ways(false, true, true), 'ok'],
    [both, ways(false, false, true), 'CHANNEL_NOT_VERIFIED email'],
    [{ ...both, phone: null }, ways(true, true, false), 'CHANNEL_NOT_VERIFIED sms'],
    [{ ...both, email: null }, ways(false, false, true), 'CHANNEL_NOT_VERIFIED sms'],
    [none, ways(false, false, true), 'ok'],
    [none, ways(false, false, false), 'CHANNEL_NOT_VERIFIED desktop'],
  ])('of %j, chosen %j: %s', (person, chosen, expected) => {
    expect(outcome(person, chosen)).toBe(expected);
  });

  it('what may be chosen always reaches its person, and by nothing that was switched off', () => {
    fc.assert(
      fc.property(anyPerson, anyWays, (person, chosen) => {
        fc.pre(judgeWays(person, chosen).ok);
        const targets = targetsOf(person, chosen);
        expect(targets.map(({ channel }) => channel)).toEqual(
          noticeWays.filter((way) => chosen[way]),
        );
        for (const { to } of targets) expect(to).not.toBe('');
      }),
    );
  });

  it('without a choice, or when its address is gone, a letter, else a short message', () => {
    expect(targetsOf(both, undefined)).toEqual([{ channel: 'email', to: both.email }]);
    expect(targetsOf({ ...both, email: null }, ways(true, false, false))).toEqual([
      { channel: 'sms', to: both.phone },
    ]);
    expect(targetsOf(none, undefined)).toEqual([{ channel: 'none', to: '' }]);
  });
});
