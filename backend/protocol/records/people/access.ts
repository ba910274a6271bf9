import { z } from 'zod';
import { claimFields } from '#domain/password-recovery/claims.ts';
import { caseKinds, identityChecks } from '#domain/password-recovery/recovery-case.ts';
import * as s from '../../shapes.ts';

/** What somebody says of himself when a link has told who he may be (row O-09). */
export const claims = z.strictObject({
  email: s.shortText.optional(),
  phone: s.shortText.optional(),
  personName: s.shortText.optional(),
});

const foundAccount = z.strictObject({ userId: s.key, login: s.name, displayName: s.name });

/** A recovery that people of the network decide, as they see it (rows N-12, O-06, O-09, V-17). */
export const recoveryCase = z.strictObject({
  caseId: s.key,
  kind: z.enum(caseKinds),
  state: z.enum(['waiting', 'confirmed', 'rejected']),
  programmeId: s.key,
  /** Null until staff have found it. */
  account: foundAccount.nullable(),
  /** Where the account is not known: those that may be meant. */
  candidates: z.array(foundAccount),
  /** Requested and stored values side by side. */
  compared: z.array(
    z.strictObject({
      field: z.enum(claimFields),
      requested: z.string().max(500).nullable(),
      stored: z.string().max(500).nullable(),
      same: z.boolean(),
    }),
  ),
  checks: z.array(z.enum(identityChecks)),
  newEmail: z.string().max(254).nullable(),
  stationId: s.key.nullable(),
  overrideReason: s.shortText.nullable(),
  /** Who of the network opened it; null when the person asked himself. */
  openedBy: s.key.nullable(),
  openedByName: s.name.nullable(),
  openedAtMs: s.atMs,
  decidedBy: s.key.nullable(),
  decidedByName: s.name.nullable(),
  decidedAtMs: s.atMs.nullable(),
  reason: s.shortText.nullable(),
});
export type RecoveryCaseRecord = z.infer<typeof recoveryCase>;
