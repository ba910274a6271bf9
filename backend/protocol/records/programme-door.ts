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
    /**
     * Where a code is typed: how long it is, how long it holds, and when it may be asked for again.
     */
    code: z
      .strictObject({ digits: z.int(), resendAfterMs: z.int(), termMs: z.int().optional() })
      .nullable(),
    // What the sentences of a door say beside its ways; an older backend leaves it out.
    link: z.strictObject({ termMs: z.int(), resendAfterMs: z.int() }).nullable().optional(),
    /** Of a code in a short message: the same one goes to a known address, too. */
    alsoByEmail: z.boolean().optional(),
    /** Of a link that staff compare: what they send after it (O-10). */
    gives: z.enum(p.comparedGives).optional(),
    /** In person: only where the access was first issued (V-17). */
    sameOffice: z.boolean().optional(),
  }),
  /** How long an invitation waits; null where nobody is invited in its way (P-06). */
  invitationTermMs: z.int().nullable().optional(),
  /** Digits of a member's card; null where there are no members. */
  cardDigits: z.int().nullable(),
  /** How many additional cards a kit has, each of them; null where there are no members. */
  additionalCards: z.int().nullable().optional(),
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
