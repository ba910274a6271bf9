import { z } from 'zod';
import { type EmailSettings, emailSettings } from '#protocol/records/channel.ts';
import { asBorder, typedOrNull } from './channel-fields.ts';

const text = z.string();

export const emailShape = z
  .object({
    host: text,
    port: text,
    security: text,
    user: text,
    secret: text,
    fromAddress: text,
    site: text,
    trustedCaPem: text,
  })
  .superRefine((fields, context) => asBorder(emailSettings, emailOf(fields), context));

export type EmailFields = z.infer<typeof emailShape>;

/** What the form begins with: what is set up, or what most servers have. */
export function emailFields(settings: EmailSettings | null): EmailFields {
  const { host = '', port = 587, security = 'starttls', fromAddress = '' } = settings ?? {};
  return {
    host,
    port: String(port),
    security,
    user: settings?.user ?? '',
    secret: '',
    fromAddress,
    site: settings?.site ?? '',
    trustedCaPem: settings?.trustedCaPem ?? '',
  };
}

/** What was typed, as settings. */
export function emailOf(fields: EmailFields): EmailSettings {
  return {
    host: fields.host.trim(),
    port: Number(fields.port),
    security: emailSettings.shape.security.parse(fields.security),
    user: typedOrNull(fields.user),
    fromAddress: fields.fromAddress.trim(),
    site: typedOrNull(fields.site),
    trustedCaPem: typedOrNull(fields.trustedCaPem),
  };
}
