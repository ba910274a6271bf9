import { z } from 'zod';
import { isStaffLogin } from '#domain/identity/login.ts';
import { languages } from '#domain/text/language.ts';
import { isPeriod, isZone } from '#domain/time/window.ts';

/** Set by the builds of everything that runs in a page. */
declare const __IN_PAGE__: true | undefined;

// A page's strict policy forbids eval; there zod would try it once per schema, and be refused.
// Elsewhere a schema is compiled at its first use and checks five times as fast.
z.config({ jitless: typeof __IN_PAGE__ !== 'undefined' });

/**
 * The shapes that many messages share. Every object of the protocol is strict: an unknown field is
 * refused.
 */

/** UUID made by whoever asks (v7 from this product; any RFC 9562 UUID is accepted). */
export const id = z.uuid();
/**
 * Id from a register or of a lease: printable, short, no slash (it becomes a part of keys and
 * paths).
 */
export const key = z.string().regex(/^[A-Za-z0-9._:-]{1,80}$/u);
/** So many things are named by their ids in one question. */
export const IDS_ASKED_MAX = 500;
export const atMs = z.int().min(0).max(8_640_000_000_000);
export const count = z.int().min(0).max(1_000_000_000);
export const amountMinor = z.int().min(0).max(1_000_000_000_000);
export const volumeMl = z.int().min(0).max(1_000_000_000);
export const quantity = z.int().min(0).max(1_000_000_000_000);
/** A sum over many amounts, volumes or fills: exact, and not bounded as a single one is. */
export const total = z.int().min(0);
/** The most characters of a name, and of a reason that stands in the books. */
export const NAME_MAX = 200;
export const name = z.string().trim().min(1).max(NAME_MAX);
/** What one of the network's own people signs in by. */
export const staffLogin = name.refine(isStaffLogin, 'a login without a slash');
/** The most characters of a reason, a search or another short text. */
export const SHORT_TEXT_MAX = 500;
export const shortText = z.string().trim().max(SHORT_TEXT_MAX);
export const language = z.enum(languages);
/** One short text in every language. */
export const translated = z.strictObject({ ru: shortText, en: shortText, kk: shortText });
/** Minutes since local midnight. */
export const minuteOfDay = z.int().min(0).max(1439);
export const localDate = z.iso.date();
export const zone = z.string().max(60).refine(isZone, 'an IANA time zone');
export const currency = z.enum(['RUB', 'KZT', 'EUR', 'CZK']);
export const country = z.string().regex(/^[A-Z]{2}$/u);
export const hex64 = z.string().regex(/^[0-9a-f]{64}$/u);
/** 4–8 digits; never stored and never logged. */
export const pin = z.string().regex(/^\d{4,8}$/u);
export const pan = z.string().regex(/^\d{12,19}$/u);
export const base64 = z
  .string()
  .max(4096)
  .regex(/^[A-Za-z0-9+/=_-]+$/u);
export const measure = z.enum(['money', 'volume', 'count']);
/** Periods that have a name of their own; the other is a run of N days from a date. */
export const namedPeriod = z.enum(['day', 'week', 'month', 'quarter', 'year', 'once']);
export const period = z.union([
  namedPeriod,
  z
    .templateLiteral(['days:', z.string().regex(/[1-9]\d{0,2}/u), ':', z.iso.date()])
    .refine(isPeriod, 'days:N:YYYY-MM-DD with N from 2 to 366'),
]);
export const params = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
);

/** Marks text that must never appear in a log, a URL or an error (I9). */
export const secret = z.string().min(1).max(1024);

export const empty = z.strictObject({});
