import { z } from 'zod';
import * as p from '#domain/identity/programme.ts';
import { LEASE_LIFE_MS } from '#domain/lease/lease.ts';
import * as s from '../shapes.ts';

/**
 * A programme as it crosses a border, is kept and is shipped. Fields are those of the domain's
 * `ProgrammeProfile`; what no single field can say is judged at the end of this file.
 */

/** Fewer would be guessed, and soon be used up. */
const VIRTUAL_DIGITS_MIN = 6;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const programmeId = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u)
  .max(40);

const termMs = z
  .int()
  .min(1000)
  .max(366 * DAY_MS);

/** Several of a closed list, each of them once. */
export const someOf = <T extends string>(values: readonly T[]) =>
  z
    .array(z.enum(values))
    .max(values.length)
    .refine((list) => new Set(list).size === list.length, 'each of them once');

const oneTimeCode = z.strictObject({
  digits: z.int().min(4).max(10),
  termMs,
  tries: z.int().min(1).max(10),
  resendAfterMs: termMs,
});

const oneTimeLink = z.strictObject({ termMs, resendAfterMs: termMs });

const account = z.strictObject({
  birth: z.enum(p.accountBirths),
  login: z.enum(p.loginKinds),
  role: z.enum(['representative', 'member']),
  clientTypes: someOf(p.clientTypes).min(1),
  requiredContacts: someOf(p.contactFields),
  registration: z.enum(p.registrationLinks),
  registrationCode: oneTimeCode.nullable(),
  registrationTermMs: termMs.nullable(),
  invitation: oneTimeLink.nullable(),
  sameDayClosing: z.boolean(),
  offlineUnlockMs: termMs.nullable(),
});

const memberCards = z
  .strictObject({
    panDigits: z.int().min(12).max(19),
    checkDigit: z.boolean(),
    additionalCards: z.int().min(0).max(9),
    virtualRange: z
      .string()
      .regex(/^\d{1,12}$/u)
      .nullable(),
  })
  .refine(({ panDigits, checkDigit, virtualRange }) => {
    const chosen = panDigits - (checkDigit ? 1 : 0) - (virtualRange?.length ?? 0);
    return chosen >= VIRTUAL_DIGITS_MIN;
  }, 'leaves too few digits for virtual cards');

const passwordRule = z.strictObject({ minLength: z.int().min(8).max(128), strong: z.boolean() });

export const passwords = z.strictObject({
  first: passwordRule,
  reset: passwordRule,
  change: passwordRule,
  historyLength: z.int().min(0).max(24),
  // A profile that was written before it had these terms means them so.
  oneTimeTermMs: termMs.default(DAY_MS),
  firstTermMs: termMs.nullable().default(null),
});

const signIn = z.strictObject({
  lockAtError: z.int().min(2).max(20).nullable(),
  robotCheck: someOf(p.robotCheckPlaces),
});

const asked = {
  keys: someOf(p.recoveryKeys).min(1),
  requestsPerHour: z.int().min(1).max(60),
};

const recovery = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('mail-code'), ...asked, code: oneTimeCode }),
  z.strictObject({
    way: z.literal('staff-checked-link'),
    ...asked,
    link: oneTimeLink,
    autoConfirm: z.boolean(),
    gives: z.enum(p.comparedGives),
  }),
  z.strictObject({
    way: z.literal('sms-code'),
    ...asked,
    code: oneTimeCode,
    alsoByEmail: z.boolean(),
  }),
  z.strictObject({ way: z.literal('mail-link'), ...asked, link: oneTimeLink }),
  z.strictObject({
    way: z.literal('in-person'),
    keys: z.tuple([]),
    sameOffice: z.boolean(),
  }),
]);

export const documentKind = z.enum(p.documentKinds);

export const documentRule = z.strictObject({
  kind: documentKind,
  acceptance: z.enum(['by-sign-in', 'by-tick']),
  required: z.boolean(),
});

export const openingHours = z.strictObject({
  zone: s.zone,
  spans: z
    .array(
      z.strictObject({
        weekdays: z.array(z.int().min(0).max(6)).min(1).max(7),
        fromMinute: s.minuteOfDay,
        toMinute: z.int().min(1).max(1440),
      }),
    )
    .min(1)
    .max(14),
});

/**
 * What is shown is where it leads: no name before the host that looks like one, no blank, no mark
 * that turns the rest of it around, nothing that ends an attribute.
 */
const WEB_LINK =
  /^https:\/\/[\p{L}\p{N}][\p{L}\p{N}.-]*(:\d{1,5})?([/?#][\w\-.~:/?#[\]@!$&'()*+,;=%]*)?$/u;

const contactValues: Readonly<Record<p.ContactKind, z.ZodType<string>>> = {
  phone: z.string().regex(/^\+[1-9]\d{6,14}$/u),
  email: z.email().max(254),
  link: z.string().max(500).regex(WEB_LINK),
};

export const contact = z
  .strictObject({
    kind: z.enum(p.contactKinds),
    department: z.enum(p.departments),
    value: z.string().max(500).nullable(),
    hours: openingHours.nullable(),
    tariffNote: s.translated.nullable(),
    sourceDate: s.localDate.nullable(),
    unchecked: z.boolean(),
  })
  .refine(({ kind, value }) => value === null || contactValues[kind].safeParse(value).success, {
    path: ['value'],
    message: 'a phone in E.164, an e-mail address or an https address, as its kind says',
  });

/** Where the product is used. */
export const country = z.enum(['RU', 'KZ', 'CZ', 'SK']);

export const programmeProfile = z
  .strictObject({
    programmeId,
    names: s.translated,
    country,
    languages: someOf(s.language.options).min(1),
    account,
    memberCards: memberCards.nullable(),
    passwords,
    signIn,
    recovery,
    documents: z.array(documentRule).max(p.documentKinds.length),
    selfService: someOf(p.selfServices),
    statementMax: z.union([z.int().min(1).max(3660), z.literal('year')]).nullable(),
    contacts: z.array(contact).max(50),
  })
  .superRefine((profile, context) => {
    for (const { path, message } of contradictions(profile)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });
export type ProgrammeRecord = z.infer<typeof programmeProfile>;

interface Contradiction {
  readonly path: readonly string[];
  readonly message: string;
}

/** Fields that are right one by one and cannot stand together. */
function contradictions(profile: p.ProgrammeProfile): readonly Contradiction[] {
  const { account: rules, documents, recovery: ways } = profile;
  const found: Contradiction[] = [];
  const unless = (holds: boolean, path: readonly string[], message: string) => {
    if (!holds) found.push({ path, message });
  };
  const byMember = rules.birth === 'by-member';
  unless(
    byMember === (rules.registration === 'open'),
    ['account', 'registration'],
    'is open where the member makes the account himself, and only there',
  );
  unless(
    byMember === (rules.registrationCode !== null && rules.registrationTermMs !== null),
    ['account', 'registrationCode'],
    'belongs with its term to an account that the member makes himself',
  );
  unless(
    (rules.role === 'member') === (profile.memberCards !== null),
    ['memberCards'],
    'belongs to a programme of members',
  );
  for (const { holds, path, message } of together(profile)) unless(holds, path, message);
  unless(
    (rules.birth === 'by-invitation') === (rules.invitation !== null),
    ['account', 'invitation'],
    'belongs to an account that is born by invitation',
  );
  unless(
    !rules.sameDayClosing ||
      rules.offlineUnlockMs === null ||
      rules.offlineUnlockMs <= LEASE_LIFE_MS,
    ['account', 'offlineUnlockMs'],
    'outlives the leases of a workstation, and access must end on the day of the contract',
  );
  unless(
    rules.role !== 'member' || rules.offlineUnlockMs === null,
    ['account', 'offlineUnlockMs'],
    'a member does not unlock without a link',
  );
  for (const need of neededContacts(rules.login, ways.way)) {
    unless(
      rules.requiredContacts.includes(need),
      ['account', 'requiredContacts'],
      `lacks ${need}, without which nobody signs in or recovers a password`,
    );
  }
  unless(
    new Set(documents.map(({ kind }) => kind)).size === documents.length,
    ['documents'],
    'names a kind twice',
  );
  return found;
}

/** What has to go with the way in which accounts are born, so that somebody can use them. */
function together({ account: { birth, login, role }, selfService, recovery }: p.ProgrammeProfile) {
  const byMember = birth === 'by-member';
  const byLetter = birth === 'by-invitation' || birth === 'by-application';
  const { way, keys } = recovery;
  return [
    {
      holds: byMember === (role === 'member'),
      path: ['account', 'role'],
      message: 'is member where the member makes the account himself, and only there',
    },
    {
      holds: !byMember || login === 'phone',
      path: ['account', 'login'],
      message: 'is the phone that a member proves by his code',
    },
    {
      holds: !byLetter || login !== 'phone',
      path: ['account', 'login'],
      message: 'is no phone where the account comes about without one',
    },
    {
      holds: birth === 'by-application' || !selfService.includes('file-application'),
      path: ['selfService'],
      message: 'lets file applications that nobody could process',
    },
    {
      holds: way !== 'in-person' || !selfService.includes('resend-instructions'),
      path: ['selfService'],
      message: 'sends again what is handed over in person',
    },
    {
      holds: way !== 'sms-code' || keys.includes('phone'),
      path: ['recovery', 'keys'],
      message: 'lack the phone that the code goes to',
    },
  ];
}

function neededContacts(login: p.LoginKind, way: p.RecoveryWay): readonly p.ContactField[] {
  const byEmail =
    login === 'email' || ['mail-code', 'mail-link', 'staff-checked-link'].includes(way);
  const byPhone = login === 'phone' || way === 'sms-code';
  return [...(byEmail ? (['email'] as const) : []), ...(byPhone ? (['phone'] as const) : [])];
}
