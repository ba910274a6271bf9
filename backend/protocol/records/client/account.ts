import { z } from 'zod';
import * as s from '../../shapes.ts';

/**
 * What is printed for a client together with his contract (acceptance N-06). The password is said
 * here and nowhere else, works until somebody signs in with it, and only to set another one.
 */
export const credentialSheet = z.strictObject({
  userId: s.key,
  programmeId: s.key,
  contractNumber: s.name,
  clientName: s.name,
  displayName: s.name,
  login: s.name,
  /**
   * Null where it is not known any more: the account was there before, or this repeats an answer
   * that was given. A new sheet has a new one.
   */
  temporaryPassword: s.secret.nullable(),
  printedAtMs: s.atMs,
});
export type CredentialSheet = z.infer<typeof credentialSheet>;

/** By what somebody speaks for a client (acceptance V-02); both days are inclusive. */
export const authorityDocument = z.strictObject({
  title: s.name,
  number: s.name,
  fromOn: s.localDate,
  /** Null for one without an end. */
  untilOn: s.localDate.nullable(),
});

/** A card that was given to its client, by the act that somebody signed for it (row O-05). */
export const handOver = z.strictObject({
  cardId: s.key,
  panMasked: z.string().max(30),
  actNumber: s.name,
  /** The date on the act. */
  signedOn: s.localDate,
  receiverName: s.name,
  atMs: s.atMs,
});
export type HandOverRecord = z.infer<typeof handOver>;
