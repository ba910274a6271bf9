import { z } from 'zod';
import { robotProof } from './sign-in.ts';
import { documentKind, programmeId } from './programme.ts';
import * as s from '../shapes.ts';

// Members of a programme and those who are about to become one.

/** A typed phone, e-mail address or card number; the use case says what is wrong with it. */
const typed = z.string().trim().min(1).max(254);

/** A document whose own tick is set, in the version that the person had before him. */
export const tick = z.strictObject({
  kind: documentKind,
  version: z.int().min(1),
  hash: s.hex64,
});

/** By the number of a plastic card, or with a virtual one (row R-18). */
export const cardWay = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('card'), pan: typed }),
  z.strictObject({ way: z.literal('virtual') }),
]);

export const registrationForm = z.strictObject({
  programmeId,
  card: cardWay,
  phone: typed,
  email: typed.nullable(),
  password: s.secret,
  repeat: s.secret,
  ticks: z.array(tick).max(4),
  language: s.language,
});

/** The same from outside, with what tells a person from a machine (row R-09). */
export const registrationFromOutside = registrationForm.extend({
  robotProof: robotProof.optional(),
});

/** What is answered to whoever began to register, whether the phone was free or not (R-05, G7). */
export const startedRegistration = z.strictObject({
  registrationId: s.id,
  phoneMasked: z.string().max(40),
  codeDigits: z.int(),
  codeExpiresAtMs: s.atMs,
  resendAtMs: s.atMs,
});

export const memberCard = z.strictObject({
  cardId: s.key,
  /** primary: what the cabinet is bound to; further: another of his own; additional: of his kit. */
  kind: z.enum(['primary', 'further', 'additional']),
  virtual: z.boolean(),
  state: z.enum(['active', 'blocked', 'lost', 'returned', 'closed', 'expired']),
  panMasked: z.string().max(30),
  /** The whole number of a virtual card, to its owner alone: it is printed nowhere (row R-22). */
  pan: z.string().max(19).nullable(),
});

export const member = z.strictObject({
  userId: s.key,
  programmeId,
  pointsAccountId: s.key,
  registeredAtMs: s.atMs,
  /** Masked for everybody but its owner (G5). */
  phone: z.string().max(40).nullable(),
  email: z.string().max(254).nullable(),
  cards: z.array(memberCard),
});

/** Which member somebody serves; the phone as it was typed. */
export const memberQuestion = z.strictObject({ programmeId, phone: typed });

/** Null where nobody, or nothing, is named. */
export const programmeAssignment = z.strictObject({
  programmeId,
  /** The contract that the cards and points of its members hang on. */
  memberContractId: s.key.nullable(),
  /** Who receives applications (row V-09). */
  curatorUserId: s.key.nullable(),
  headUserId: s.key.nullable(),
});

/** The same with what people call them by. */
export const namedAssignment = programmeAssignment.extend({
  memberContractNumber: s.name.nullable(),
  curatorName: s.name.nullable(),
  headName: s.name.nullable(),
});
