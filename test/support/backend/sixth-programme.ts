import type { ProgrammeRecord } from '#protocol/records/programme.ts';

/**
 * A programme that nobody has: what makes it work is in this object and nowhere else (acceptance
 * §1.7).
 */
export const sixthProgramme: ProgrammeRecord = {
  programmeId: 'river-ferries',
  names: { ru: 'Речные паромы', en: 'River Ferries', kk: 'Өзен паромдары' },
  country: 'KZ',
  languages: ['kk', 'ru'],
  account: {
    birth: 'by-invitation',
    login: 'email',
    role: 'representative',
    clientTypes: ['farm'],
    requiredContacts: ['email'],
    registration: 'explains',
    registrationCode: null,
    registrationTermMs: null,
    invitation: { termMs: 3 * 86_400_000, resendAfterMs: 90_000 },
    sameDayClosing: true,
    offlineUnlockMs: 86_400_000,
  },
  passwords: {
    first: { minLength: 12, strong: true },
    reset: { minLength: 11, strong: false },
    change: { minLength: 13, strong: true },
    historyLength: 2,
    oneTimeTermMs: 3_600_000,
    firstTermMs: 7_200_000,
  },
  memberCards: null,
  signIn: { lockAtError: 3, robotCheck: ['sign-in'] },
  recovery: {
    way: 'mail-code',
    keys: ['email'],
    code: { digits: 6, termMs: 7_200_000, tries: 2, resendAfterMs: 30_000 },
    requestsPerHour: 2,
  },
  documents: [
    { kind: 'offer', acceptance: 'by-sign-in', required: true },
    { kind: 'personal-data', acceptance: 'by-tick', required: true },
    { kind: 'marketing', acceptance: 'by-tick', required: false },
  ],
  selfService: ['ask-manager', 'withdraw-consent'],
  statementMax: 31,
  contacts: [
    {
      kind: 'phone',
      department: 'service',
      value: '+77010000000',
      hours: {
        zone: 'Asia/Almaty',
        spans: [{ weekdays: [0, 1, 2, 3, 4], fromMinute: 540, toMinute: 1080 }],
      },
      tariffNote: { ru: 'Обычный тариф', en: 'Ordinary rate', kk: 'Әдеттегі тариф' },
      sourceDate: '2026-11-01',
      unchecked: true,
    },
    {
      kind: 'link',
      department: 'site',
      value: null,
      hours: null,
      tariffNote: null,
      sourceDate: null,
      unchecked: true,
    },
  ],
};
