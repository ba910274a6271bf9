import { z } from 'zod';
import {
  type GatewaySettings,
  type SmppSettings,
  type SmsSettings,
  smsSettings,
} from '#protocol/records/channel.ts';
import { asBorder, typedOrNull } from './channel-fields.ts';

const text = z.string();

/** Of either way; fields of the other one are not looked at. */
export const smsShape = z
  .object({
    kind: text,
    secret: text,
    host: text,
    port: text,
    security: text,
    systemId: text,
    systemType: text,
    sourceAddress: text,
    sourceTon: text,
    sourceNpi: text,
    longTexts: text,
    url: text,
    method: text,
    headers: text,
    bodyFormat: text,
    body: text,
    statusFrom: text,
    statusTo: text,
    successField: text,
    successEquals: text,
    idField: text,
    trustedCaPem: text,
  })
  .superRefine((fields, context) => asBorder(smsSettings, smsOf(fields), context));

export type SmsFields = z.infer<typeof smsShape>;

export const gatewayMethods = ['POST', 'PUT', 'GET'] as const;
export const bodyFormats = ['json', 'form', 'text'] as const;
export const longTextWays = ['payload', 'parts'] as const;

const GATEWAY_BODY = '{"to":"{{to}}","text":"{{text}}","id":"{{reference}}"}';
const GATEWAY_HEADERS = 'Authorization: Bearer {{secret}}';
/** A name of letters (SMPP 3.4 §5.2.5); a number is international in the plan of telephones. */
const ALPHANUMERIC = { sourceTon: 5, sourceNpi: 0 } as const;
const INTERNATIONAL = { sourceTon: 1, sourceNpi: 1 } as const;

export function smsFields(settings: SmsSettings | null): SmsFields {
  const smpp = settings?.kind === 'smpp' ? settings : null;
  const gateway = settings?.kind === 'http' ? settings : null;
  return {
    kind: settings?.kind ?? 'smpp',
    secret: '',
    ...smppFields(smpp),
    ...gatewayFields(gateway),
    trustedCaPem: settings?.trustedCaPem ?? '',
  };
}

function smppFields(smpp: SmppSettings | null) {
  // What follows from the sender by itself is not said.
  const usual = smpp === null ? null : sourceKind(smpp.sourceAddress);
  const isUsual = usual?.sourceTon === smpp?.sourceTon && usual?.sourceNpi === smpp?.sourceNpi;
  return {
    host: smpp?.host ?? '',
    port: String(smpp?.port ?? 2775),
    security: smpp?.security ?? 'tls',
    systemId: smpp?.systemId ?? '',
    systemType: smpp?.systemType ?? '',
    sourceAddress: smpp?.sourceAddress ?? '',
    sourceTon: isUsual ? '' : String(smpp?.sourceTon ?? ''),
    sourceNpi: isUsual ? '' : String(smpp?.sourceNpi ?? ''),
    longTexts: smpp?.longTexts ?? 'payload',
  };
}

function gatewayFields(gateway: GatewaySettings | null) {
  const lines = gateway?.headers.map(({ name, value }) => `${name}: ${value}`).join('\n');
  return {
    url: gateway?.url ?? '',
    method: gateway?.method ?? 'POST',
    headers: lines ?? GATEWAY_HEADERS,
    bodyFormat: gateway?.bodyFormat ?? 'json',
    body: gateway?.body ?? GATEWAY_BODY,
    statusFrom: String(gateway?.success.statusFrom ?? 200),
    statusTo: String(gateway?.success.statusTo ?? 299),
    successField: gateway?.success.field ?? '',
    successEquals: gateway?.success.equals ?? '',
    idField: gateway?.idField ?? '',
  };
}

/** What was typed, as settings of the way that was chosen. */
export function smsOf(fields: SmsFields): SmsSettings {
  return fields.kind === 'smpp' ? smppOf(fields) : gatewayOf(fields);
}

function smppOf(fields: SmsFields): SmppSettings {
  const sourceAddress = fields.sourceAddress.trim();
  const usual = sourceKind(sourceAddress);
  return {
    kind: 'smpp',
    host: fields.host.trim(),
    port: Number(fields.port),
    security: fields.security === 'none' ? 'none' : 'tls',
    systemId: fields.systemId.trim(),
    systemType: fields.systemType.trim(),
    sourceAddress,
    sourceTon: numberOr(fields.sourceTon, usual.sourceTon),
    sourceNpi: numberOr(fields.sourceNpi, usual.sourceNpi),
    longTexts: chosen(longTextWays, fields.longTexts),
    trustedCaPem: typedOrNull(fields.trustedCaPem),
  };
}

function gatewayOf(fields: SmsFields): GatewaySettings {
  return {
    kind: 'http',
    url: fields.url.trim(),
    method: chosen(gatewayMethods, fields.method),
    headers: headersOf(fields.headers),
    bodyFormat: chosen(bodyFormats, fields.bodyFormat),
    body: fields.body,
    success: {
      statusFrom: Number(fields.statusFrom),
      statusTo: Number(fields.statusTo),
      field: typedOrNull(fields.successField),
      equals: typedOrNull(fields.successEquals),
    },
    idField: typedOrNull(fields.idField),
    trustedCaPem: typedOrNull(fields.trustedCaPem),
  };
}

/** Type and plan of a sender by the look of it. */
function sourceKind(sourceAddress: string): Pick<SmppSettings, 'sourceTon' | 'sourceNpi'> {
  return /^\+?\d+$/u.test(sourceAddress) ? INTERNATIONAL : ALPHANUMERIC;
}

/**
 * One on a line, `Name: value`; a line without a colon is a value without a name, which the border
 * refuses.
 */
function headersOf(lines: string): GatewaySettings['headers'] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(':');
      return colon < 0
        ? { name: '', value: line }
        : { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
    });
}

function numberOr(typed: string, usual: number): number {
  return typed.trim() === '' ? usual : Number(typed);
}

/** One of a list: the form offers no other. */
function chosen<T extends string>(among: readonly [T, ...T[]], value: string): T {
  return among.find((one) => one === value) ?? among[0];
}
