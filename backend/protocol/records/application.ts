import { z } from 'zod';
import * as s from '../shapes.ts';

// An application for access to an account, filed before its person can sign in (row V-09).

/** By what the person speaks for the company (row V-02). */
export const authorityDocument = z
  .strictObject({
    title: s.name,
    number: s.name,
    fromOn: s.localDate,
    untilOn: s.localDate.nullable(),
  })
  .refine(({ fromOn, untilOn }) => untilOn === null || fromOn <= untilOn, {
    path: ['untilOn'],
    message: 'is before the first day',
  });

export const applicationForm = z.strictObject({
  clientName: s.name,
  taxId: z.string().min(4).max(20),
  contractNumber: s.name,
  personName: s.name,
  phone: z.string().min(5).max(40),
  email: z.string().max(254).nullable(),
  authority: authorityDocument,
});
export type ApplicationForm = z.infer<typeof applicationForm>;

export const applicationState = z.enum(['filed', 'processed', 'rejected']);

export const application = z.strictObject({
  applicationId: s.id,
  number: s.count,
  programmeId: s.key,
  form: applicationForm,
  language: s.language,
  source: z.enum(['form', 'paper']),
  filedAtMs: s.atMs,
  filedBy: s.key.nullable(),
  curatorUserId: s.key.nullable(),
  headUserId: s.key,
  curatorSeenAtMs: s.atMs.nullable(),
  headSeenAtMs: s.atMs.nullable(),
  state: applicationState,
  closedAtMs: s.atMs.nullable(),
  closedBy: s.key.nullable(),
  reason: s.shortText.nullable(),
  accountUserId: s.key.nullable(),
  curatorName: s.name.nullable(),
  headName: s.name.nullable(),
  closedByName: s.name.nullable(),
  /** The user name that came of it (row V-10). */
  accountLogin: s.name.nullable(),
});
export type ApplicationRecord = z.infer<typeof application>;
