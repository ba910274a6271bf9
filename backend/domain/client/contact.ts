// What a client must leave with a contract (acceptance O-08): phone, e-mail, full name.

import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { ok, refuse, type Result } from '../result.ts';
import { encodedHost, mailHost } from '../text/mail-host.ts';
import { asTyped } from '../text/typed.ts';

type ContactCode = 'FIELD_REQUIRED' | 'FIELD_INVALID';

const EMAIL_LENGTH_MAX = 254;
const NAME_LENGTH_MAX = 200;
const EMAIL_LOCAL_LENGTH_MAX = 64;
const EMAIL_LOCAL = /^[\p{L}\p{N}_%+-]+(?:\.[\p{L}\p{N}_%+-]+)*$/u;
const HOST_LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/**
 * A phone in E.164 (O-08). Russian and Kazakh numbers may be typed with 8, 7 or +7 in front, with
 * spaces, dashes and brackets; a number of another country needs its `+`, and as many digits as
 * that country's numbers have.
 */
export function normalizePhone(typed: string): Result<string, ContactCode> {
  const text = asTyped(typed).replaceAll(/[\s\u2010-\u2015().-]/g, '');
  if (text === '') return refuse('FIELD_REQUIRED', { field: 'phone' });
  const national = /^(?:\+7|7|8)(\d{10})$/.exec(text)?.[1];
  if (national !== undefined) return ok(`+7${national}`);
  const foreign = /^\+[1-9]\d+$/.test(text) ? parsePhoneNumberFromString(text) : undefined;
  const possible = foreign !== undefined && foreign.isPossible();
  return possible ? ok(foreign.number) : refuse('FIELD_INVALID', { field: 'phone' });
}

/**
 * An e-mail address in its one form, so that one mailbox is one login: in lower case, its host as
 * people read it. Before the `@` case makes no difference either: by the letter of RFC 5321 it may,
 * no provider lets it, and two people whose addresses differ by it alone would get each other's
 * letters. Dots and what follows a `+` stay: there providers differ.
 */
export function normalizeEmail(typed: string): Result<string, ContactCode> {
  const text = asTyped(typed).toLowerCase();
  if (text === '') return refuse('FIELD_REQUIRED', { field: 'email' });
  const [local = '', host = ''] = text.split('@');
  const oneHost = isEmail(text) ? mailHost(host) : null;
  return oneHost === null ? refuse('FIELD_INVALID', { field: 'email' }) : ok(`${local}@${oneHost}`);
}

/** Both spellings of a mailbox; of a host without national letters they are one. */
export interface MailboxSpellings {
  /** As `normalizeEmail` has it. */
  readonly readable: string;
  /** As an address may have been kept before there was one form of it. */
  readonly encoded: string;
}

/** The spellings of an address that may be kept already; what is no address is itself twice. */
export function mailboxSpellings(address: string): MailboxSpellings {
  const read = normalizeEmail(address);
  if (!read.ok) return { readable: address, encoded: address };
  const [local = '', host = ''] = read.value.split('@');
  return { readable: read.value, encoded: `${local}@${encodedHost(host)}` };
}

/** A person's full name: at least two words with letters, single spaces between them. */
export function normalizePersonName(typed: string): Result<string, ContactCode> {
  const text = asTyped(typed).replaceAll(/\s+/g, ' ');
  if (text === '') return refuse('FIELD_REQUIRED', { field: 'personName' });
  const words = text.split(' ').filter((word) => /\p{L}/u.test(word));
  const fits = words.length >= 2 && text.length <= NAME_LENGTH_MAX;
  return fits ? ok(text) : refuse('FIELD_INVALID', { field: 'personName' });
}

function isEmail(text: string): boolean {
  if (text.length > EMAIL_LENGTH_MAX) return false;
  const [local = '', host = '', ...more] = text.split('@');
  if (more.length > 0 || local.length > EMAIL_LOCAL_LENGTH_MAX) return false;
  const labels = host.split('.');
  const hostFits = labels.length >= 2 && labels.every((label) => HOST_LABEL.test(label));
  return hostFits && EMAIL_LOCAL.test(local) && (labels.at(-1)?.length ?? 0) >= 2;
}
