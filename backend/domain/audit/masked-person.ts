// The trail outlives whoever is forgotten (row R-08), and nothing is ever taken out of it: of a
// person it keeps what tells a change from another one, and not how he is called or reached.

import { normalizePhone } from '../client/contact.ts';
import { maskEmail, maskName, maskPhone } from '../client/contact-mask.ts';
import { personNameFields } from '../text/name-fields.ts';
import type { JsonObject } from './audit-entry.ts';

const MAILBOX = /[^\s@/<>"]+@[^\s@/<>"]+\.[^\s@/<>"]+/gu;
const E164 = /\+\d{7,15}/gu;

/** Fields in which somebody types a phone in any usual way. */
const TYPED_PHONES: ReadonlySet<string> = new Set(['phone', 'login', 'value', 'key']);

/** The values of an entry with every mailbox and phone masked, wherever they stand. */
export function withoutContacts(values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, masked(name, value)]),
  );
}

function masked(name: string, value: unknown): unknown {
  if (typeof value === 'string') return maskedText(name, value);
  if (Array.isArray(value)) return value.map((one: unknown) => masked(name, one));
  if (typeof value !== 'object' || value === null) return value;
  return withoutContacts(Object.fromEntries(Object.entries(value)));
}

function maskedText(name: string, text: string): string {
  if (personNameFields.has(name)) return maskName(text);
  const phone = TYPED_PHONES.has(name) ? normalizePhone(text) : null;
  if (phone?.ok === true) return maskPhone(phone.value);
  return text.replaceAll(MAILBOX, maskEmail).replaceAll(E164, maskPhone);
}
