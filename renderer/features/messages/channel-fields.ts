import { z } from 'zod';
import {
  type EmailSettings,
  emailSettings,
  type SmppSettings,
  type SmsSettings,
  smsSettings,
} from '#protocol/records/channel.ts';
import type { Refusal } from '#ui/text/use-error-text.ts';

// A form has texts; settings have numbers, and null where a text is empty.

const text = z.string();

/**
 * What the border refuses of what was typed, each at the field of the same name (rule G9): also
 * what two fields make together, as no encryption to a server of another machine.
 */
function asBorder(border: z.ZodType, settings: unknown, context: z.RefinementCtx): void {
  for (const { path, message } of border.safeParse(settings).error?.issues ?? []) {
    context.addIssue({ code: 'custom', path: path.slice(0, 1), message });
  }
}

export const emailShape = z
  .object({ host: text, port: text, security: text, user: text, fromAddress: text })
  .superRefine((fields, context) => asBorder(emailSettings, emailOf(fields, null), context));

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

/** Of either way; fields of the other one are not looked at. */
export const smsShape = z
  .object({
    kind: text,
    host: text,
    port: text,
    security: text,
    systemId: text,
    sourceAddress: text,
    url: text,
    body: text,
  })
  .superRefine((fields, context) => asBorder(smsSettings, smsOf(fields, null), context));

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

/** The field that a refusal of the backend is about: the last name of `change.settings.host`. */
export function channelField({ params }: Refusal): string {
  return (
    String(params?.['field'] ?? '')
      .split('.')
      .at(-1) ?? ''
  );
}

/** An empty field leaves the secret as it is. */
export function typedSecret(secret: string): { secret?: string } {
  return secret === '' ? {} : { secret };
}
