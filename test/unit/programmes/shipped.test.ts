import { describe, expect, it } from 'vitest';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { programmeProfile, type ProgrammeRecord } from '#protocol/records/programme.ts';

// The table of acceptance §1.7, row by row. A programme is found by how its accounts are born: that
// is the one thing in which all five differ.
const DAY_MS = 86_400_000;

const profiles = shippedProgrammes();
const shipped = new Map(profiles.map((profile) => [profile.account.birth, profile]));

function bornBy(birth: ProgrammeProfile['account']['birth']): ProgrammeProfile {
  const profile = shipped.get(birth);
  if (profile === undefined) throw new Error(`no programme is born ${birth}`);
  return profile;
}

describe('the programmes that are shipped', () => {
  const contract = bornBy('with-contract');
  const card = bornBy('after-card');
  const member = bornBy('by-member');
  const application = bornBy('by-application');
  const invitation = bornBy('by-invitation');
  const all = [contract, card, member, application, invitation];

  it('are five, each with its own id and its own way into an account', () => {
    expect(profiles).toHaveLength(5);
    expect(shipped.size).toBe(5);
    expect(new Set(all.map(({ programmeId }) => programmeId)).size).toBe(5);
  });

  it('sign in with the login of their kind', () => {
    expect(all.map(({ account }) => account.login)).toEqual([
      'given',
      'given',
      'phone',
      'immutable',
      'email',
    ]);
  });

  it('[N-09, O-06, R-13, V-17, P-15] recover by their own keys', () => {
    expect(all.map(({ recovery }) => recovery.way)).toEqual([
      'mail-code',
      'staff-checked-link',
      'sms-code',
      'in-person',
      'mail-link',
    ]);
    expect(all.map(({ recovery }) => recovery.keys)).toEqual([
      ['login', 'email'],
      ['email', 'tax-id', 'login'],
      ['phone'],
      [],
      ['email'],
    ]);
  });

  it('[N-10] a code by mail lives 24 hours and five tries', () => {
    expect(contract.recovery).toMatchObject({ code: { termMs: DAY_MS, tries: 5 } });
  });

  it('[R-10] a code by short message has 4 digits, 5 minutes, 5 tries and 60 s between', () => {
    const code = { digits: 4, termMs: 300_000, tries: 5, resendAfterMs: 60_000 };
    expect(member.recovery).toMatchObject({ code, alsoByEmail: true });
    expect(member.account.registrationCode).toEqual(code);
    expect(member.account.registrationTermMs).toBe(DAY_MS);
  });

  it('[O-07, P-16] a link lives 24 hours, [P-06] an invitation 14 days', () => {
    expect(card.recovery).toMatchObject({ link: { termMs: DAY_MS } });
    expect(invitation.recovery).toMatchObject({ link: { termMs: DAY_MS } });
    expect(invitation.account.invitation?.termMs).toBe(14 * DAY_MS);
    expect(invitation.account.invitation?.resendAfterMs).toBe(60_000);
  });

  it('[R-03] [R-04] [R-16] members have cards of 16 digits, two more with a main one, virtual ones of a range', () => {
    expect(member.memberCards).toEqual({
      panDigits: 16,
      checkDigit: false,
      additionalCards: 2,
      virtualRange: '99000002',
    });
    expect(all.filter(({ memberCards }) => memberCards !== null)).toEqual([member]);
  });

  it('[O-09, O-10] staff confirm by hand, and a password for one use is sent', () => {
    expect(card.recovery).toMatchObject({ autoConfirm: false, gives: 'one-time-password' });
  });

  it('[P-07, P-17] the shortest passwords are 9 and 8 in one programme, 10 elsewhere', () => {
    expect(all.map(({ passwords: { first, reset, change } }) => [first, reset, change])).toEqual([
      [ten(), ten(), ten()],
      [ten(), ten(), ten()],
      [ten(true), ten(true), ten(true)],
      [ten(), ten(), ten()],
      [{ minLength: 9, strong: false }, { minLength: 8, strong: false }, ten()],
    ]);
  });

  it('[P-18] the fourth error locks in one programme alone', () => {
    expect(all.map(({ signIn }) => signIn.lockAtError)).toEqual([null, null, null, null, 4]);
  });

  it('[R-09] one programme asks for a robot check, at registration and at sign-in', () => {
    expect(all.map(({ signIn }) => signIn.robotCheck)).toEqual([
      [],
      [],
      ['sign-in', 'registration'],
      [],
      [],
    ]);
  });

  it('[O-02] take the clients of their kind', () => {
    expect(all.map(({ account }) => account.clientTypes)).toEqual([
      ['legal-entity', 'sole-trader'],
      ['legal-entity'],
      ['person'],
      ['legal-entity'],
      ['legal-entity', 'sole-trader'],
    ]);
  });

  it('[O-03, P-10] draw a registration link, none, or one that explains', () => {
    expect(all.map(({ account }) => account.registration)).toEqual([
      'none',
      'none',
      'open',
      'none',
      'explains',
    ]);
  });

  it('[R-07, R-08] ticks for rules, personal data and, of choice, marketing; [V-14] an offer by signing in', () => {
    expect(member.documents).toEqual([
      { kind: 'rules', acceptance: 'by-tick', required: true },
      { kind: 'personal-data', acceptance: 'by-tick', required: true },
      { kind: 'marketing', acceptance: 'by-tick', required: false },
    ]);
    expect(application.documents).toEqual([
      { kind: 'offer', acceptance: 'by-sign-in', required: true },
    ]);
    expect([contract, card, invitation].flatMap(({ documents }) => documents)).toEqual([]);
  });

  it('[N-07] close on the day of termination, but for the members', () => {
    expect(all.map(({ account }) => account.sameDayClosing)).toEqual([
      true,
      true,
      false,
      true,
      true,
    ]);
    expect(member.account.offlineUnlockMs).toBeNull();
  });

  it('[P-08] speak Russian, one of them English, Russian and Kazakh', () => {
    expect(all.map(({ languages }) => languages)).toEqual([
      ['ru'],
      ['ru'],
      ['ru'],
      ['ru'],
      ['en', 'ru', 'kk'],
    ]);
  });

  it('[R-30] bound a statement to a year for members alone', () => {
    expect(all.map(({ statementMax }) => statementMax)).toEqual([null, null, 'year', null, null]);
  });

  it('carry no contact that nobody has checked as if it were checked', () => {
    const contacts = all.flatMap((profile) => profile.contacts);
    expect(contacts.length).toBeGreaterThan(0);
    expect(contacts.filter(({ unchecked }) => !unchecked)).toEqual([]);
  });
});

describe('a profile that contradicts itself is refused', () => {
  const faults: readonly [string, (profile: Draft) => void][] = [
    ['open registration of an invited account', (of) => (of.account.registration = 'open')],
    ['an invitation without a term', (of) => (of.account.invitation = null)],
    ['unlocking that outlives every lease', (of) => (of.account.offlineUnlockMs = 7 * DAY_MS)],
    ['letters to nobody', (of) => (of.account.requiredContacts = ['phone'])],
    ['cards of members who are none', (of) => (of.memberCards = memberCards())],
    ['a phone as the login of an invited account', (of) => (of.account.login = 'phone')],
    ['a member who is invited', (of) => (of.account.role = 'member')],
    ['applications that nobody processes', (of) => of.selfService.push('file-application')],
    [
      'letters again of what is handed over in person',
      (of) => (of.recovery = programmeProfile.parse(bornBy('by-application')).recovery),
    ],
    ['one document twice', (of) => of.documents.push(offer(), offer())],
    ['an unknown field', (of) => Object.assign(of, { colour: 'red' })],
    ['a link that is not https', (of) => (of.contacts[0]!.value = 'http://example.org')],
  ];
  for (const [what, spoil] of faults) {
    it(`${what}`, () => {
      const profile: Draft = structuredClone(programmeProfile.parse(bornBy('by-invitation')));
      expect(programmeProfile.safeParse(profile).success).toBe(true);
      spoil(profile);
      expect(programmeProfile.safeParse(profile).success).toBe(false);
    });
  }
});

const memberFaults: readonly [string, (profile: Draft) => void][] = [
  ['the role of others', (of) => (of.account.role = 'representative')],
  ['a login by address', (of) => (of.account.login = 'email')],
  ['a code to a phone that nobody asks by', (of) => (of.recovery = smsTo(['email']))],
];

it.each(memberFaults)('members with %s are refused', (_what, spoil) => {
  const profile: Draft = structuredClone(programmeProfile.parse(bornBy('by-member')));
  spoil(profile);
  expect(programmeProfile.safeParse(profile).success).toBe(false);
});

function smsTo(keys: Draft['recovery']['keys']): Draft['recovery'] {
  const { recovery } = programmeProfile.parse(bornBy('by-member'));
  return { ...recovery, keys } as Draft['recovery'];
}

type Draft = ProgrammeRecord;

function ten(strong = false) {
  return { minLength: 10, strong };
}

function memberCards(): NonNullable<Draft['memberCards']> {
  return { panDigits: 16, checkDigit: true, additionalCards: 2, virtualRange: '99000002' };
}

function offer(): Draft['documents'][number] {
  return { kind: 'offer', acceptance: 'by-sign-in', required: true };
}
