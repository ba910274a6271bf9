// Programmes of an invented network, one for each way to get and regain an account.
import type { DocumentKind } from '#domain/identity/programme.ts';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import type { KnownLetterLink } from '#protocol/letter-link.ts';
import type { ProgrammeDoor } from '#protocol/records/programme-door.ts';
import type { TermsHeadRecord } from '#protocol/records/terms.ts';
import { nowMs } from '../samples.ts';

type Programme = ProgrammeDoor;

const HOUR_MS = 3_600_000;
const weekdays = [0, 1, 2, 3, 4];
const hash = '5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592';
const fromMs = Date.UTC(2026, 8, 1);

const desk: Programme['contacts'] = [
  {
    kind: 'phone',
    department: 'service',
    value: '+74950000000',
    hours: { zone: 'Europe/Moscow', spans: [{ weekdays, fromMinute: 540, toMinute: 1080 }] },
    tariffNote: {
      ru: 'Звонок по обычному тарифу вашего оператора',
      en: 'Calls are charged at the ordinary rate of your operator',
      kk: 'Қоңырау операторыңыздың әдеттегі тарифі бойынша төленеді',
    },
    sourceDate: '2025-06-30',
    unchecked: true,
  },
  {
    kind: 'email',
    department: 'accounting',
    value: 'cards@network.example',
    hours: null,
    tariffNote: null,
    sourceDate: null,
    unchecked: false,
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
];

const ordinary: Programme = {
  programmeId: 'steppe-cards',
  names: { ru: 'Степные карты', en: 'Steppe cards', kk: 'Дала карталары' },
  country: 'RU',
  languages: ['ru'],
  birth: 'with-contract',
  login: 'given',
  registration: 'none',
  cardDigits: null,
  additionalCards: null,
  registrationCode: null,
  robotCheck: [],
  recovery: {
    way: 'mail-code',
    keys: ['login', 'email'],
    code: { digits: 8, resendAfterMs: 60_000, termMs: 24 * HOUR_MS },
    link: null,
  },
  invitationTermMs: 14 * 24 * HOUR_MS,
  passwords: {
    first: { minLength: 10, strong: false },
    reset: { minLength: 10, strong: false },
    change: { minLength: 10, strong: false },
  },
  selfService: [],
  contacts: desk,
  documents: [],
  lockAtError: null,
  unlocksOffline: true,
  shut: null,
};

function head(kind: DocumentKind, version: number): TermsHeadRecord {
  return { kind, version, fromMs, publishedAtMs: fromMs, hash, languages: ['ru'] };
}

function ticked(kind: DocumentKind, required: boolean): Programme['documents'][number] {
  return { kind, acceptance: 'by-tick', required, head: head(kind, 3) };
}

export const members: Programme = {
  ...ordinary,
  programmeId: 'road-home',
  names: { ru: 'Дорога домой', en: 'The road home', kk: 'Үйге жол' },
  birth: 'by-member',
  login: 'phone',
  registration: 'open',
  cardDigits: 16,
  additionalCards: 2,
  invitationTermMs: null,
  registrationCode: { digits: 4, resendAfterMs: 60_000 },
  robotCheck: ['sign-in', 'registration'],
  recovery: {
    way: 'sms-code',
    keys: ['phone'],
    code: { digits: 4, resendAfterMs: 60_000, termMs: 24 * HOUR_MS },
    link: null,
    alsoByEmail: true,
  },
  passwords: { ...ordinary.passwords, first: { minLength: 10, strong: true } },
  selfService: ['register-card', 'withdraw-consent'],
  documents: [ticked('rules', true), ticked('personal-data', true), ticked('marketing', false)],
};

export const suppliers: Programme = {
  ...ordinary,
  programmeId: 'blue-flame',
  names: { ru: 'Голубое пламя', en: 'Blue flame', kk: 'Көгілдір от' },
  birth: 'by-application',
  login: 'immutable',
  recovery: { way: 'in-person', keys: [], code: null, link: null, sameOffice: true },
  selfService: ['file-application'],
  documents: [{ kind: 'offer', acceptance: 'by-sign-in', required: true, head: head('offer', 7) }],
};

export const invited: Programme = {
  ...ordinary,
  programmeId: 'green-voucher',
  names: { ru: 'Зелёный талон', en: 'Green voucher', kk: 'Жасыл талон' },
  country: 'KZ',
  languages: ['en', 'ru', 'kk'],
  birth: 'by-invitation',
  login: 'email',
  registration: 'explains',
  recovery: {
    way: 'mail-link',
    keys: ['email'],
    code: null,
    link: { termMs: 24 * HOUR_MS, resendAfterMs: 60_000 },
  },
  passwords: {
    first: { minLength: 9, strong: false },
    reset: { minLength: 8, strong: false },
    change: { minLength: 8, strong: false },
  },
  selfService: ['ask-manager', 'resend-instructions'],
};

export const checked: Programme = {
  ...ordinary,
  programmeId: 'octave',
  names: { ru: 'Карты лимитов', en: 'Limit cards', kk: 'Лимит карталары' },
  recovery: {
    way: 'staff-checked-link',
    keys: ['email', 'tax-id', 'login'],
    code: null,
    link: { termMs: HOUR_MS, resendAfterMs: 60_000 },
    gives: 'one-time-password',
  },
};

export const programmes: BridgeAnswer<'programme:public'> = {
  programmes: [ordinary, checked, members, suppliers, invited],
  asOfMs: nowMs - 90_000,
};

const paragraph =
  'Настоящий документ определяет порядок, в котором участник получает и использует карту, ' +
  'условия расчётов и ответственность сторон. Изменения вступают в силу со дня, указанного в ' +
  'новой версии, и публикуются не позднее чем за десять дней до него.';

export const paper: BridgeAnswer<'terms:read'> = {
  programmeId: 'blue-flame',
  head: head('offer', 7),
  language: 'ru',
  title: 'Договор-оферта на обслуживание',
  body: Array.from({ length: 9 }, (_, index) => `${index + 1}. ${paragraph}`).join('\n\n'),
};

export const paperVersions: BridgeAnswer<'terms:versions'> = {
  versions: [7, 6, 5].map((version) => ({
    ...head('offer', version),
    fromMs: fromMs - (7 - version) * 20_000_000_000,
  })),
  asOfMs: nowMs,
};

/** Two new versions, of which one is required. */
export const consents: BridgeAnswer<'consent:list'> = {
  documents: members.documents.map((document) => ({
    ...document,
    accepted: document.kind === 'personal-data',
    withdrawable: document.kind !== 'rules',
  })),
  consents: [],
  erasureAskedAtMs: null,
  asOfMs: nowMs,
};

export const registration: BridgeAnswer<'registration:start'> = {
  registrationId: '0192c0de-0000-7000-8000-000000000001',
  phoneMasked: '+7•••67',
  codeDigits: 4,
  codeExpiresAtMs: nowMs + 300_000,
  resendAtMs: nowMs + 60_000,
};

/** Out of letters; the code opens nothing. */
export const invitationLink: KnownLetterLink = {
  kind: 'invitation',
  programmeId: null,
  token: 'q3Jx0-Zk_7bWm5TnL2sVhYpRcD8fGaE1uOi6KjNtXyA',
};
export const contactLink: KnownLetterLink = { ...invitationLink, kind: 'contact' };
