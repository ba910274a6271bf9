import { describe, expect, it } from 'vitest';
import { mailLink, phoneCode, provingPace } from '#domain/identity/proof-rules.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { sixthProgramme } from '#test/support/backend/sixth-programme.ts';

type Rules = Pick<ProgrammeProfile, 'account' | 'recovery'>;

const { account } = sixthProgramme;
const code = { digits: 6, termMs: 120_000, tries: 3, resendAfterMs: 30_000 };
const link = { termMs: 3_600_000, resendAfterMs: 90_000 };
const inPerson = { way: 'in-person', keys: [], sameOffice: true } as const;
const byLink = { way: 'mail-link', keys: ['email'], link, requestsPerHour: 3 } as const;
const bySms = {
  way: 'sms-code',
  keys: ['phone'],
  code,
  requestsPerHour: 2,
  alsoByEmail: false,
} as const;
const rules = (patch: Partial<Rules>): Rules => ({
  account: { ...account, registrationCode: null },
  recovery: inPerson,
  ...patch,
});

describe('what proves a contact of a programme', () => {
  it('[R-20] a phone is proved by the code that the programme registers or recovers by', () => {
    const registering = rules({ account: { ...account, registrationCode: code } });
    expect(phoneCode(registering)).toEqual(code);
    expect(phoneCode(rules({ recovery: bySms }))).toEqual(code);
    expect(phoneCode(rules({}))).toMatchObject({ digits: 4, termMs: 300_000, tries: 5 });
  });

  it('[N-21] an address is proved by a link as the programme sends them', () => {
    expect(mailLink(rules({ recovery: byLink }))).toEqual(link);
    expect(mailLink(rules({}))).toEqual({ termMs: 86_400_000, resendAfterMs: 60_000 });
  });

  it('[P-12] it is asked for again as often as the programme says', () => {
    const linked = provingPace(rules({ recovery: byLink }), 'email');
    expect(linked).toEqual({ perHourMax: 3, pauseMs: 90_000 });
    const sent = provingPace(rules({ recovery: bySms }), 'phone');
    expect(sent).toEqual({ perHourMax: 2, pauseMs: 30_000 });
    expect(provingPace(rules({}), 'email')).toEqual({ perHourMax: 5, pauseMs: 60_000 });
  });
});
