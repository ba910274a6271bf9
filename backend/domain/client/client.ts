// Who may become a client, and what a contract of a programme needs to know of one (acceptance
// O-02, O-08).

import type { AccountRules, ClientType, ContactField } from '../identity/programme.ts';
import { ok, refuse, type Result } from '../result.ts';
import { isCountry } from '../money/vat.ts';
import { brokenName } from '../text/one-line.ts';
import { normalizeEmail, normalizePersonName, normalizePhone } from './contact.ts';
import { kppValid, taxIdValid } from './tax-id.ts';

/** A client as rules see one; what is not known is null. */
export interface ClientFacts {
  /** Null for a client of before, who came with a register. */
  readonly type: ClientType | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly taxId: string | null;
  /** Of Russian legal entities: why the tax inspection has them (КПП). */
  readonly kpp: string | null;
  readonly contactName: string | null;
  /** E.164. */
  readonly phone: string | null;
  /** Lower case. */
  readonly email: string | null;
}

type FormCode = 'FIELD_REQUIRED' | 'FIELD_INVALID' | 'INN_INVALID';

/**
 * A client as it is kept: contacts in their one form (O-08), the tax id with right check digits and
 * of the length that the client's type has (O-02). What is not known yet stays unknown.
 * @returns `INN_INVALID`; `FIELD_INVALID` {field: kpp | phone | email | personName}
 */
export function wellFormedClient<T extends ClientFacts>(client: T): Result<T, FormCode> {
  const broken = brokenName(client);
  if (broken !== null) return refuse('FIELD_INVALID', { field: broken });
  const { taxId, kpp } = client;
  if (taxId !== null && !taxIdFits(client, taxId)) return refuse('INN_INVALID');
  if (kpp !== null && !(needsKpp(client) && kppValid(kpp))) {
    return refuse('FIELD_INVALID', { field: 'kpp' });
  }
  const contactName = known(client.contactName, normalizePersonName);
  if (!contactName.ok) return contactName;
  const phone = known(client.phone, normalizePhone);
  if (!phone.ok) return phone;
  const email = known(client.email, normalizeEmail);
  if (!email.ok) return email;
  return ok({
    ...client,
    contactName: contactName.value,
    phone: phone.value,
    email: email.value,
  });
}

function known<C extends string>(
  typed: string | null,
  normalize: (typed: string) => Result<string, C>,
): Result<string | null, C> {
  return typed === null ? ok(null) : normalize(typed);
}

/** Where the country has no rule here, only its digits are looked at. */
function taxIdFits({ country, type }: ClientFacts, taxId: string): boolean {
  if (!isCountry(country)) return /^[0-9A-Z]{4,20}$/.test(taxId);
  if (!taxIdValid(country, taxId)) return false;
  if (country !== 'RU') return true;
  // A company's ИНН has ten digits, a person's twelve; a farm may be either.
  if (type === 'legal-entity') return taxId.length === 10;
  return type === 'sole-trader' || type === 'person' ? taxId.length === 12 : true;
}

function needsKpp({ country, type, taxId }: ClientFacts): boolean {
  const company = type === 'legal-entity' || (type === 'farm' && taxId?.length === 10);
  return country === 'RU' && company;
}

type TypeCode = 'CLIENT_TYPE_NOT_ALLOWED';

/**
 * Whether a programme takes clients of a type (O-02). One whose type nobody has said yet is
 * refused as well: a private person must not come in unseen.
 */
export function clientTypeTaken(
  type: ClientType | null,
  { clientTypes }: Pick<AccountRules, 'clientTypes'>,
): Result<ClientType, TypeCode | 'FIELD_REQUIRED'> {
  if (type === null) return refuse('FIELD_REQUIRED', { field: 'type' });
  return clientTypes.includes(type) ? ok(type) : refuse('CLIENT_TYPE_NOT_ALLOWED', { type });
}

const contactOf: Readonly<Record<ContactField, (client: ClientFacts) => string | null>> = {
  phone: ({ phone }) => phone,
  email: ({ email }) => email,
  'person-name': ({ contactName }) => contactName,
};

const fieldNames: Readonly<Record<ContactField, string>> = {
  phone: 'phone',
  email: 'email',
  'person-name': 'personName',
};

/**
 * Whether a contract of a programme may be signed with a client: one of its types, a tax id (and
 * КПП) with right check digits (O-02), and everything that the programme must know of its people
 * (O-08).
 * @returns `CLIENT_TYPE_NOT_ALLOWED` {type}, `INN_INVALID`, `FIELD_REQUIRED` or `FIELD_INVALID`
 *   {field}
 */
export function maySignWith(
  client: ClientFacts,
  account: Pick<AccountRules, 'clientTypes' | 'requiredContacts'>,
): Result<ClientFacts, TypeCode | FormCode> {
  const type = clientTypeTaken(client.type, account);
  if (!type.ok) return type;
  if (client.taxId === null) return refuse('FIELD_REQUIRED', { field: 'taxId' });
  if (needsKpp(client) && client.kpp === null) return refuse('FIELD_REQUIRED', { field: 'kpp' });
  const missing = account.requiredContacts.find((field) => contactOf[field](client) === null);
  if (missing !== undefined) return refuse('FIELD_REQUIRED', { field: fieldNames[missing] });
  return wellFormedClient(client);
}
