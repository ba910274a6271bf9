import { z } from 'zod';
import {
  type EmailSettings,
  emailSettings,
  type SmppSettings,
  type SmsSettings,
} from '#protocol/records/channel.ts';

// A form has texts; settings have numbers, and null where a text is empty.

const portText = z.string().regex(/^\d{1,5}$/u);

export const emailShape = z.object({
  host: emailSettings.shape.host,
  port: portText,
  security: emailSettings.shape.security,
  user: z.string().max(320),
  fromAddress: emailSettings.shape.fromAddress,
});

export interface EmailFields extends Record<string, string> {
  host: string;
  port: string;
  security: string;
  user: string;
  fromAddress: string;
}

/** What the form begins with: what is set up, or what most servers have. */
export function emailFields(settings: EmailSettings | null): EmailFields {
  const { host = '', port = 587, security = 'starttls', fromAddress = '' } = settings ?? {};
  return {
    host,
    port: String(port),
    security,
    user: settings?.user ?? '',
    fromAddress,
  };
}

/** What was typed, as settings; what the form does not ask for stays as it is. */
export function emailOf(fields: EmailFields, kept: EmailSettings | null): EmailSettings {
  const { host, user, fromAddress } = fields;
  return {
    host: host.trim(),
    port: Number(fields.port),
    security: emailSettings.shape.security.parse(fields.security),
    user: user.trim() || null,
    fromAddress: fromAddress.trim(),
    site: kept?.site ?? null,
    trustedCaPem: kept?.trustedCaPem ?? null,
  };
}

export const smsShape = z.object({
  kind: z.enum(['smpp', 'http']),
  host: z.string().max(253),
  port: portText,
  security: z.enum(['tls', 'none']),
  systemId: z.string().max(15),
  sourceAddress: z.string().max(20),
  url: z.string().max(2000),
  body: z.string().max(10_000),
});

export interface SmsFields extends Record<string, string> {
  kind: string;
  host: string;
  port: string;
  security: string;
  systemId: string;
  sourceAddress: string;
  url: string;
  body: string;
}

const GATEWAY_BODY = '{"to":"{{to}}","text":"{{text}}","id":"{{reference}}"}';
/** A name of letters (SMPP 3.4 §5.2.5); a number is international in the plan of telephones. */
const ALPHANUMERIC = { sourceTon: 5, sourceNpi: 0 } as const;
const INTERNATIONAL = { sourceTon: 1, sourceNpi: 1 } as const;

export function smsFields(settings: SmsSettings | null): SmsFields {
  const smpp = settings?.kind === 'smpp' ? settings : null;
  const gateway = settings?.kind === 'http' ? settings : null;
  return {
    kind: settings?.kind ?? 'smpp',
    host: smpp?.host ?? '',
    port: String(smpp?.port ?? 2775),
    security: smpp?.security ?? 'tls',
    systemId: smpp?.systemId ?? '',
    sourceAddress: smpp?.sourceAddress ?? '',
    url: gateway?.url ?? '',
    body: gateway?.body ?? GATEWAY_BODY,
  };
}

/** The same of the way by which short messages leave. */
export function smsOf(fields: SmsFields, kept: SmsSettings | null): SmsSettings {
  return fields.kind === 'smpp' ? smppOf(fields, kept) : gatewayOf(fields, kept);
}

function smppOf(fields: SmsFields, kept: SmsSettings | null): SmppSettings {
  const before = kept?.kind === 'smpp' ? kept : null;
  const sourceAddress = fields.sourceAddress.trim();
  return {
    kind: 'smpp',
    host: fields.host.trim(),
    port: Number(fields.port),
    security: fields.security === 'none' ? 'none' : 'tls',
    systemId: fields.systemId.trim(),
    systemType: before?.systemType ?? '',
    sourceAddress,
    ...(/^\+?\d+$/u.test(sourceAddress) ? INTERNATIONAL : ALPHANUMERIC),
    longTexts: before?.longTexts ?? 'payload',
    trustedCaPem: before?.trustedCaPem ?? null,
  };
}

function gatewayOf({ url, body }: SmsFields, kept: SmsSettings | null): SmsSettings {
  const before = kept?.kind === 'http' ? kept : null;
  return {
    kind: 'http',
    url: url.trim(),
    method: before?.method ?? 'POST',
    headers: before?.headers ?? [{ name: 'Authorization', value: 'Bearer {{secret}}' }],
    bodyFormat: before?.bodyFormat ?? 'json',
    body,
    success: before?.success ?? { statusFrom: 200, statusTo: 299, field: null, equals: null },
    idField: before?.idField ?? null,
    trustedCaPem: before?.trustedCaPem ?? null,
  };
}

/** An empty field leaves the secret as it is. */
export function typedSecret(secret: string): { secret?: string } {
  return secret === '' ? {} : { secret };
}
