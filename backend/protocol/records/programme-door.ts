import { z } from 'zod';
import * as p from '#domain/identity/programme.ts';
import { contact, country, passwords, programmeId, someOf } from './programme.ts';
import { programmeDocument } from './terms.ts';
import * as s from '../shapes.ts';

/**
 * What everybody may know of a programme before he signs in: all that its sign-in page draws, and
 * what a workstation has to know of its door to keep it without a link.
 */
export const programmeDoor = z.strictObject({
  programmeId,
  names: s.translated,
  /** Decides how its people write a telephone number. */
  country,
  languages: z.array(s.language).min(1),
  birth: z.enum(p.accountBirths),
  login: z.enum(p.loginKinds),
  robotCheck: someOf(p.robotCheckPlaces),
  registration: z.enum(p.registrationLinks),
  recovery: z.strictObject({
    way: z.enum(['mail-code', 'staff-checked-link', 'sms-code', 'mail-link', 'in-person']),
    keys: someOf(p.recoveryKeys),
    /** Where a code is typed: how long it is, and when it may be asked for again. */
    code: z.strictObject({ digits: z.int(), resendAfterMs: z.int() }).nullable(),
  }),
  /** Digits of a member's card; null where there are no members. */
  cardDigits: z.int().nullable(),
  registrationCode: z.strictObject({ digits: z.int(), resendAfterMs: z.int() }).nullable(),
  passwords: passwords.pick({ first: true, reset: true, change: true }),
  selfService: someOf(p.selfServices),
  contacts: z.array(contact),
  documents: z.array(programmeDocument),
  /** The error that locks an account, counted without a link as well (P-18); null where none. */
  lockAtError: z.int().min(1).nullable(),
  /** Whether its people may unlock without a link (N-03). */
  unlocksOffline: z.boolean(),
  /** Why nobody comes in by this door; null where it is open (V-15). */
  shut: z.literal('OFFER_TEXT_MISSING').nullable(),
});
export type ProgrammeDoor = z.infer<typeof programmeDoor>;
