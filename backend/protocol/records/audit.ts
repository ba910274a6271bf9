import { z } from 'zod';
import * as s from '../shapes.ts';

/** Values before or after a change, without secrets. */
export const told = z.record(z.string().max(60), z.unknown()).nullable();

/** The address of a caller on the backend's own computer. */
export const LOOPBACK = 'loopback';

/** One entry of the audit trail (rule G8), with the hashes that chain it to the one before. */
export const auditRecord = z.strictObject({
  seq: s.count,
  atMs: s.atMs,
  /** The command, as `user.put`. */
  event: z.string().max(80),
  userId: s.key.nullable(),
  /** What he is called now; null where nobody had signed in, or he is forgotten. */
  userName: s.name.nullable(),
  workstationId: s.key.nullable(),
  /** From where on the network; null or left out where it is not known, as of entries of before. */
  address: z.string().max(60).nullable().optional(),
  subjectKind: z.string().max(60).nullable(),
  subjectId: z.string().max(200).nullable(),
  /** Why it was refused; null when it was accepted. */
  code: z.string().max(60).nullable(),
  before: told,
  after: told,
  previousHash: s.hex64,
  hash: s.hex64,
});
export type AuditRecord = z.infer<typeof auditRecord>;

/** What a look at every hash of the trail found. */
export const auditVerdict = z.strictObject({
  /** So many entries are whole, from the first one on. */
  entryCount: s.count,
  /** The hash of the last of them: whoever keeps it elsewhere notices a trail that was cut. */
  headHash: s.hex64,
  fault: z
    .strictObject({ seq: s.count, kind: z.enum(['missing', 'unlinked', 'changed']) })
    .nullable(),
  asOfMs: s.atMs,
});

/** Which entries somebody asks for; what is left out does not narrow them. */
export const auditFilter = {
  fromMs: z.coerce.number().pipe(s.atMs).optional(),
  /** This moment is not in it any more. */
  untilMs: z.coerce.number().pipe(s.atMs).optional(),
  userId: s.key.optional(),
  event: z.string().min(1).max(80).optional(),
  workstationId: s.key.optional(),
  subjectId: z.string().min(1).max(200).optional(),
  /** Only what was done, or only what was refused. */
  outcome: z.enum(['accepted', 'refused']).optional(),
};
