import { z } from 'zod';
import * as s from '../shapes.ts';

/**
 * How letters and short messages leave the network, as an administrator sets it up. The secret of a
 * channel (password, key) travels beside its settings, and never back.
 */

const host = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9.:-]{1,253}$/u);
const port = z.int().min(1).max(65_535);

/** PEM of the authority that vouches for an own server, in the place of those everybody trusts. */
const trustedCaPem = z
  .string()
  .max(20_000)
  .regex(/-----BEGIN CERTIFICATE-----/u)
  .nullable()
  .default(null);

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|::1)$/u;
const WEB_ADDRESS =
  /^(https:\/\/[A-Za-z0-9.-]+|http:\/\/(localhost|127(\.\d{1,3}){3}))(:\d{1,5})?(\/[!-~]*)?$/u;

/** An address of the web: by https, and by http of this machine alone. */
const webAddress = z.string().max(2000).regex(WEB_ADDRESS);

export const emailSettings = z
  .strictObject({
    host,
    port,
    /** `none`: to a server of this machine alone, as letters hold codes. */
    security: z.enum(['tls', 'starttls', 'none']),
    /** Null where the server asks for no name. */
    user: z.string().trim().min(1).max(320).nullable(),
    /** Also where letters come back to that cannot be delivered. */
    fromAddress: z.email().max(254),
    /** Where links of letters lead; null: to the application. */
    site: webAddress
      .transform((address) => address.replace(/\/+$/u, ''))
      .nullable()
      .default(null),
    trustedCaPem,
  })
  .refine((set) => set.security !== 'none' || LOOPBACK_HOST.test(set.host), {
    path: ['security'],
    message: 'letters leave this machine encrypted',
  });
export type EmailSettings = z.infer<typeof emailSettings>;

const smppSettings = z.strictObject({
  kind: z.literal('smpp'),
  host,
  port,
  /** Operators often give SMPP within a private network of their own, without TLS. */
  security: z.enum(['tls', 'none']),
  systemId: z.string().trim().min(1).max(15),
  systemType: z.string().trim().max(12).default(''),
  /** Whom a message comes from: a name or a number, with its type (SMPP 3.4 §5.2.5). */
  sourceAddress: z.string().trim().min(1).max(20),
  sourceTon: z.int().min(0).max(6),
  sourceNpi: z.int().min(0).max(18),
  /** How a text of several parts goes: whole as `message_payload`, or in parts with a header. */
  longTexts: z.enum(['payload', 'parts']),
  trustedCaPem,
});
export type SmppSettings = z.infer<typeof smppSettings>;

const headerName = z.string().regex(/^[A-Za-z0-9-]{1,100}$/u);
/** Printable, on one line. */
const headerValue = z
  .string()
  .max(1000)
  .regex(/^[ -~]*$/u);
/** Names of nested fields, as `result.id`. */
const fieldPath = z
  .string()
  .regex(/^[\w-]+(\.[\w-]+)*$/u)
  .max(200);

/**
 * A gateway that takes short messages by HTTP. `{{to}}`, `{{text}}`, `{{reference}}` and
 * `{{secret}}` stand for the recipient, the text, what names the message on every try, and the
 * secret: in the address, in values of headers and in the body.
 */
const gatewaySettings = z.strictObject({
  kind: z.literal('http'),
  url: webAddress,
  method: z.enum(['POST', 'PUT', 'GET']),
  headers: z.array(z.strictObject({ name: headerName, value: headerValue })).max(20),
  /** How values are written into the body. */
  bodyFormat: z.enum(['json', 'form', 'text']),
  body: z.string().max(10_000),
  /** When it has taken a message: the status, and a field of a JSON answer where one is named. */
  success: z.strictObject({
    statusFrom: z.int().min(100).max(599),
    statusTo: z.int().min(100).max(599),
    field: fieldPath.nullable(),
    equals: z.string().max(200).nullable(),
  }),
  /** Where its answer says what it calls the message; null where it does not. */
  idField: fieldPath.nullable(),
  trustedCaPem,
});
export type GatewaySettings = z.infer<typeof gatewaySettings>;

export const smsSettings = z.discriminatedUnion('kind', [smppSettings, gatewaySettings]);
export type SmsSettings = z.infer<typeof smsSettings>;

/** Channels that are set up; the others need nothing. */
export const setUpChannel = z.enum(['email', 'sms']);
export type SetUpChannel = z.infer<typeof setUpChannel>;

const kept = { hasSecret: z.boolean(), revision: z.int().min(1), changedAtMs: s.atMs };

/** What is set up; null where letters or short messages only lie in the box. */
export const channelSet = z.strictObject({
  email: z.strictObject({ settings: emailSettings, ...kept }).nullable(),
  sms: z.strictObject({ settings: smsSettings, ...kept }).nullable(),
});
export type ChannelSet = z.infer<typeof channelSet>;

/** What became of a message that tried a channel; the code of what went wrong. */
export const testOutcome = z.strictObject({
  outcome: z.enum(['sent', 'later', 'failed', 'bounced']),
  code: z.string().max(60).nullable(),
});
