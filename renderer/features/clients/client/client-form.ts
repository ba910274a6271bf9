import { z } from 'zod';
import type { Refusal } from '#ui/text/use-error-text.ts';
import {
  type ClientDetails,
  type ClientEntry,
  clientEntry,
} from '#protocol/records/client/client.ts';

/** What is typed of a client; an empty text is what nobody knows yet. */
export interface ClientValues extends Record<string, unknown> {
  type: ClientEntry['type'];
  name: string;
  country: string;
  taxId: string;
  kpp: string;
  segment: string;
  contactName: string;
  phone: string;
  email: string;
}

export type ClientField = keyof ClientValues & string;

/** In the order of the form. */
export const clientFields = [
  'type',
  'name',
  'country',
  'taxId',
  'kpp',
  'contactName',
  'phone',
  'email',
  'segment',
] as const satisfies readonly ClientField[];

const blank = z.literal('');
const { taxId, kpp, segment, contactName, phone, email } = clientEntry.shape;

/** The shape of the border (rule G9), where what is left empty is not known. */
export const clientForm = clientEntry.extend({
  taxId: blank.or(taxId),
  kpp: blank.or(kpp),
  segment: blank.or(segment),
  contactName: blank.or(contactName),
  phone: blank.or(phone),
  email: blank.or(email),
});

export function clientValues(client: ClientEntry | null, country = ''): ClientValues {
  return {
    type: client?.type ?? null,
    name: client?.name ?? '',
    country: client?.country ?? country,
    taxId: client?.taxId ?? '',
    kpp: client?.kpp ?? '',
    segment: client?.segment ?? '',
    contactName: client?.contactName ?? '',
    phone: client?.phone ?? '',
    email: client?.email ?? '',
  };
}

export function clientEntryOf(values: ClientValues): ClientEntry {
  const known = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  return {
    type: values.type,
    name: values.name,
    country: values.country,
    taxId: known(values.taxId),
    kpp: known(values.kpp),
    segment: known(values.segment),
    contactName: known(values.contactName),
    phone: known(values.phone),
    email: known(values.email),
  };
}

const fieldOfCode: Readonly<Record<string, ClientField>> = {
  INN_INVALID: 'taxId',
  CLIENT_TYPE_NOT_ALLOWED: 'type',
};

/** The field that a refusal is about; the border calls the contact's name after the person. */
export function fieldOf({ code, params }: Refusal): string {
  const named = String(params?.['field'] ?? '');
  return fieldOfCode[code] ?? (named === 'personName' ? 'contactName' : named);
}

/** What somebody else has changed meanwhile: a field as it was here and as it is kept now. */
export interface Change {
  readonly field: ClientField;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * The form after somebody else has changed the client: what was not touched here is as it is kept
 * now, what was stays as it was typed.
 */
export function takeOver(
  seen: ClientDetails,
  kept: ClientDetails,
  typed: ClientValues,
): { readonly values: ClientValues; readonly changes: readonly Change[] } {
  const [was, is] = [clientValues(seen), clientValues(kept)];
  const differing = clientFields.filter((field) => was[field] !== is[field]);
  const values = differing
    .filter((field) => typed[field] === was[field])
    .reduce((all, field) => ({ ...all, [field]: is[field] }), typed);
  const changes = differing.map((field) => ({ field, before: was[field], after: is[field] }));
  return { values, changes };
}

/** The fields of which something else was entered than stood there, in the order of the form. */
export function changedFields(seen: ClientEntry, entered: ClientEntry): readonly ClientField[] {
  const [was, is] = [clientValues(seen), clientValues(entered)];
  return clientFields.filter((field) => was[field] !== is[field]);
}
