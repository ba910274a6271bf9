import { z } from 'zod';
import { clientTypes } from '#domain/identity/programme.ts';
import { client } from '../../records.ts';
import * as s from '../../shapes.ts';

/** Who may become a client (acceptance O-02); which of them do is said by the programme. */
export const clientType = z.enum(clientTypes);

/** As somebody typed it; its one form is made by `domain/client/contact.ts`. */
const typed = z.string().trim().max(200);

/** A client as the office enters it; what is not known yet is null. */
export const clientEntry = z.strictObject({
  type: clientType.nullable(),
  name: s.name,
  country: s.country,
  taxId: z.string().trim().min(1).max(20).nullable(),
  /** Of Russian legal entities: КПП. */
  kpp: z.string().trim().min(1).max(9).nullable(),
  segment: z.string().max(60).nullable(),
  contactName: typed.nullable(),
  phone: typed.nullable(),
  email: typed.nullable(),
});
export type ClientEntry = z.infer<typeof clientEntry>;

/** A client with all that is kept of it; lists show less. */
export const clientDetails = client.extend({
  type: clientType.nullable(),
  kpp: z.string().max(9).nullable(),
  /** Grows with every change: whoever changes it says which one was seen. */
  revision: s.count,
});
export type ClientDetails = z.infer<typeof clientDetails>;

/** A contract of the client, with the programme that its people sign in by. */
export const clientContract = z.strictObject({
  contractId: s.key,
  number: s.name,
  state: z.enum(['draft', 'signed', 'closed']),
  /** Null where nobody signs in by it. */
  programmeId: s.key.nullable(),
});
export type ClientContract = z.infer<typeof clientContract>;
