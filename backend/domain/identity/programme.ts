// A programme is how one network's people get, use and regain their accounts (acceptance §1.7). It
// is data: code asks a field of the profile, never which programme it is.

import type { Country } from '../money/vat-rates.ts';
import { FIRST_LANGUAGE, type Language, type Translated } from '../text/language.ts';

/** How an account is born: N-05, O-05, R-11, V-10, P-05. */
export const accountBirths = [
  'with-contract',
  'after-card',
  'by-member',
  'by-application',
  'by-invitation',
] as const;
export type AccountBirth = (typeof accountBirths)[number];

/** Ways in which a client may have several people, of whom further ones are invited (P-05). */
export const invitingBirths: readonly AccountBirth[] = accountBirths.filter(
  // A member is one.
  (birth) => birth !== 'by-member',
);

/** What a person types as his login; `immutable` is given once and never changed (V-11). */
export const loginKinds = ['given', 'email', 'phone', 'immutable'] as const;
export type LoginKind = (typeof loginKinds)[number];

/** Who may become a client (O-02). */
export const clientTypes = ['legal-entity', 'sole-trader', 'farm', 'person'] as const;
export type ClientType = (typeof clientTypes)[number];

/**
 * What the sign-in page draws for «Регистрация»; `none` has no public route either (O-03, P-10).
 */
export const registrationLinks = ['none', 'open', 'explains'] as const;
export type RegistrationLink = (typeof registrationLinks)[number];

/** Where a robot check is asked for. */
export const robotCheckPlaces = ['sign-in', 'registration'] as const;
export type RobotCheckPlace = (typeof robotCheckPlaces)[number];

/** What must be known of a person before an account is made (O-08). */
export const contactFields = ['phone', 'email', 'person-name'] as const;
export type ContactField = (typeof contactFields)[number];

/** What recovery may be asked by; several are recognised in one field (N-09, O-06). */
export const recoveryKeys = ['login', 'email', 'tax-id', 'phone'] as const;
export type RecoveryKey = (typeof recoveryKeys)[number];

/** What staff send once they have compared what was said with what is known (O-09, O-10). */
export const comparedGives = ['one-time-password', 'set-password-link'] as const;
export type ComparedGives = (typeof comparedGives)[number];

/** What a programme's people may do without staff, beside what every account may. */
export const selfServices = [
  'ask-manager',
  'file-application',
  'manage-users',
  'register-card',
  'resend-instructions',
  'withdraw-consent',
] as const;
export type SelfService = (typeof selfServices)[number];

export const documentKinds = ['offer', 'rules', 'personal-data', 'marketing'] as const;
export type DocumentKind = (typeof documentKinds)[number];

export const contactKinds = ['phone', 'email', 'link'] as const;
export type ContactKind = (typeof contactKinds)[number];

export const departments = [
  'service',
  'hotline',
  'reception',
  'accounting',
  'legal',
  'emergency',
  'site',
  'cabinet',
  'social',
] as const;
export type Department = (typeof departments)[number];

/** A code that a person copies from a message. */
export interface OneTimeCode {
  readonly digits: number;
  /** Works up to and at `sent + termMs`, and not one millisecond longer (N-10, R-10). */
  readonly termMs: number;
  /** So many wrong entries kill it. */
  readonly tries: number;
  /** Not sent again before so long. */
  readonly resendAfterMs: number;
}

/** A link that works once (O-07, P-06, P-16). */
export interface OneTimeLink {
  readonly termMs: number;
  readonly resendAfterMs: number;
}

/** How people come by an account and what it is called. */
export interface AccountRules {
  readonly birth: AccountBirth;
  readonly login: LoginKind;
  /** What its people are in the table of rights. */
  readonly role: 'representative' | 'member';
  readonly clientTypes: readonly ClientType[];
  readonly requiredContacts: readonly ContactField[];
  readonly registration: RegistrationLink;
  /** Of an account born by the member: the code that proves the phone. */
  readonly registrationCode: OneTimeCode | null;
  /** An unfinished registration vanishes after so long. */
  readonly registrationTermMs: number | null;
  /** Of an account born by invitation (P-06, P-12). */
  readonly invitation: OneTimeLink | null;
  /** Access ends on the day the contract does (N-07). */
  readonly sameDayClosing: boolean;
  /**
   * For so long after signing in online its people may unlock without a link (N-03); null never. A
   * programme that closes on the day keeps this within the life of a lease.
   */
  readonly offlineUnlockMs: number | null;
}

/** The cards by which members take part. */
export interface MemberCardRules {
  /** How many digits a number has, the check digit among them. */
  readonly panDigits: number;
  /** Whether the last digit is a check digit; not every issuer has one. */
  readonly checkDigit: boolean;
  /** How many additional cards come with a main one. */
  readonly additionalCards: number;
  /** The digits that numbers of virtual cards begin with; null where none are issued. */
  readonly virtualRange: string | null;
}

export interface PasswordRule {
  /** Characters of the shortest password that passes. */
  readonly minLength: number;
  /** Whether an easily guessed one is refused by its estimated strength, too. */
  readonly strong: boolean;
}

/** Rules per flow: the first password, one after recovery, one changed in settings (§1.6). */
export interface PasswordRules {
  readonly first: PasswordRule;
  readonly reset: PasswordRule;
  readonly change: PasswordRule;
  /** So many of the latest passwords are not taken again (N-22); 0 asks nothing. */
  readonly historyLength: number;
  /**
   * For so long a password in the place of a forgotten one opens its one session: up to and at
   * `given + oneTimeTermMs`, and not one millisecond longer (O-10, V-17).
   */
  readonly oneTimeTermMs: number;
  /** The same of the one that an account is born with, on paper (N-06, V-10); null without end. */
  readonly firstTermMs: number | null;
}

export interface SignInRules {
  /** The error that locks the account (P-18: the 4th); null where errors never lock. */
  readonly lockAtError: number | null;
  readonly robotCheck: readonly RobotCheckPlace[];
}

/** How a forgotten password is replaced (N-09…N-12, O-06…O-10, R-13, V-17, P-15, P-16). */
export type RecoveryRules =
  /** A code in a letter opens a session that may only set a password. */
  | {
      readonly way: 'mail-code';
      readonly keys: readonly RecoveryKey[];
      readonly code: OneTimeCode;
      readonly requestsPerHour: number;
    }
  /** A link identifies, staff compare and confirm, then a password or a link to set one is sent. */
  | {
      readonly way: 'staff-checked-link';
      readonly keys: readonly RecoveryKey[];
      readonly link: OneTimeLink;
      readonly requestsPerHour: number;
      /** Whether an exact match needs nobody's confirmation (O-09). */
      readonly autoConfirm: boolean;
      readonly gives: ComparedGives;
    }
  /** A code in a short message, the same one in a letter where an address is known. */
  | {
      readonly way: 'sms-code';
      readonly keys: readonly RecoveryKey[];
      readonly code: OneTimeCode;
      readonly requestsPerHour: number;
      readonly alsoByEmail: boolean;
    }
  /** A link in a letter leads to the new password. */
  | {
      readonly way: 'mail-link';
      readonly keys: readonly RecoveryKey[];
      readonly link: OneTimeLink;
      readonly requestsPerHour: number;
    }
  /** Staff act in front of the person; nothing can be asked for from outside (V-17). */
  | {
      readonly way: 'in-person';
      readonly keys: readonly [];
      /** Only where the access was first issued. */
      readonly sameOffice: boolean;
    };
export type RecoveryWay = RecoveryRules['way'];

/** A document of the programme and how it is accepted (R-07, R-08, V-14). */
export interface DocumentRule {
  readonly kind: DocumentKind;
  /** `by-sign-in`: whoever signs in is deemed to accept it; `by-tick`: its own tick. */
  readonly acceptance: 'by-sign-in' | 'by-tick';
  /** Without its text the door is shut (V-15), without its acceptance there is no session. */
  readonly required: boolean;
}

/**
 * When somebody answers: days of the week (Monday 0) and minutes since midnight in a zone (N-28).
 */
export interface OpeningHours {
  readonly zone: string;
  readonly spans: readonly {
    readonly weekdays: readonly number[];
    readonly fromMinute: number;
    /** Exclusive; 1440 is the end of the day. */
    readonly toMinute: number;
  }[];
}

/** A way to reach the programme's people (N-27, N-28, O-25, V-18). */
export interface ProgrammeContact {
  readonly kind: ContactKind;
  readonly department: Department;
  /** E.164, an e-mail address or an https address; null until an administrator has entered it. */
  readonly value: string | null;
  readonly hours: OpeningHours | null;
  /** What a call costs. */
  readonly tariffNote: Translated | null;
  /** The day of the source it was taken from; null where the source bears none. */
  readonly sourceDate: string | null;
  /** Shown with «проверьте» until an administrator has confirmed it. */
  readonly unchecked: boolean;
}

/** Everything that tells one programme from another (acceptance §1.7). */
export interface ProgrammeProfile {
  readonly programmeId: string;
  readonly names: Translated;
  /** Decides how a number of twelve digits is read as a tax id (O-06). */
  readonly country: Country;
  /** In the order in which they are offered (P-08). */
  readonly languages: readonly Language[];
  readonly account: AccountRules;
  /** Of a programme whose people are members. */
  readonly memberCards: MemberCardRules | null;
  readonly passwords: PasswordRules;
  readonly signIn: SignInRules;
  readonly recovery: RecoveryRules;
  readonly documents: readonly DocumentRule[];
  readonly selfService: readonly SelfService[];
  /** Longest statement, in days or a calendar year; null without a bound. */
  readonly statementMax: number | 'year' | null;
  readonly contacts: readonly ProgrammeContact[];
}

/** What a programme writes in to whoever has chosen no language; Russian where it names none. */
export function firstLanguage({ languages }: Pick<ProgrammeProfile, 'languages'>): Language {
  return languages[0] ?? FIRST_LANGUAGE;
}
