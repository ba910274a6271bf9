import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rightsOf, type Role } from '#domain/identity/rights.ts';
import {
  judgeWays,
  noticeWays,
  targetsOf,
  type ChosenWays,
  type Reachable,
} from '#domain/message/notice-choice.ts';
import { noticeGroups, noticesFor } from '#domain/message/notice-kinds.ts';

const both: Reachable = { userId: 'u', email: 'a@firma.example', phone: '+79120000001' };
const none: Reachable = { userId: 'u', email: null, phone: null };
const ways = (email: boolean, sms: boolean, desktop: boolean): ChosenWays => ({
  email,
  sms,
  desktop,
});
const outcome = (person: Reachable, chosen: ChosenWays) => {
  const judged = judgeWays(person, 'password-changed', chosen);
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
        fc.pre(judgeWays(person, 'password-changed', chosen).ok);
        const targets = targetsOf(person, 'password-changed', chosen);
        expect(targets.map(({ channel }) => channel)).toEqual(
          noticeWays.filter((way) => chosen[way]),
        );
        for (const { to } of targets) expect(to).not.toBe('');
      }),
    );
  });

  it('without a choice, or when its address is gone, a letter, else a short message, else the desktop', () => {
    const target = (person: Reachable, chosen?: ChosenWays) =>
      targetsOf(person, 'password-changed', chosen);
    expect(target(both)).toEqual([{ channel: 'email', to: both.email }]);
    expect(target({ ...both, email: null }, ways(true, false, false))).toEqual([
      { channel: 'sms', to: both.phone },
    ]);
    expect(target(none)).toEqual([{ channel: 'desktop', to: 'u' }]);
  });
});

describe('[R-27] the ways to tell of everything else', () => {
  it('may all be switched off, and then nothing is sent', () => {
    const off = ways(false, false, false);
    expect(judgeWays(both, 'invitation-accepted', off).ok).toBe(true);
    expect(targetsOf(both, 'invitation-accepted', off)).toEqual([]);
    expect(targetsOf(both, 'invitation-accepted', undefined)).toHaveLength(1);
  });

  it('are proved ways alone', () => {
    const judged = judgeWays(none, 'consent-withdrawn', ways(false, true, false));
    expect(judged).toMatchObject({ code: 'CHANNEL_NOT_VERIFIED', params: { channel: 'sms' } });
  });
});

describe('[R-27] the notices that somebody chooses of', () => {
  const kindsOf = (role: Role) =>
    noticeGroups.flatMap((group) => noticesFor({ role, rights: rightsOf({ role }) }, group));

  it('are those that can come to him: of a colleague nothing of programmes, of a member no paper', () => {
    expect(kindsOf('operator')).toEqual([
      'password-changed',
      'credentials-issued',
      'new-sign-in',
      'contact-changed',
      'sessions-ended',
    ]);
    expect(kindsOf('member')).toContain('consent-withdrawn');
    expect(kindsOf('member')).not.toContain('authority-ending');
    expect(kindsOf('representative')).toContain('authority-ending');
    expect(kindsOf('administrator')).not.toContain('erasure-asked');
  });
});
