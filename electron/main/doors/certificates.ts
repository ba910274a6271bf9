import { X509Certificate } from 'node:crypto';
import { ok, refuse, type Result } from '#protocol/result.ts';
import type { ShellAnswer } from '#protocol/shell.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/gu;

type Certificates = ShellAnswer<'certificate:read'>;

/**
 * What certificates in PEM say of themselves, so that whoever trusts one sees whose it is and until
 * when it counts. Nothing is verified here.
 * @returns `FIELD_INVALID` {field} where there is none, or one that cannot be read
 */
export function readCertificates(pem: string): Result<Certificates, 'FIELD_INVALID'> {
  const blocks = pem.match(BLOCK) ?? [];
  try {
    const certificates = blocks.map((block) => {
      const { subject, validTo } = new X509Certificate(block);
      return { subject: onOneLine(subject), untilMs: Date.parse(validTo) };
    });
    if (certificates.length > 0) return ok({ certificates });
  } catch {
    // Between the marks stands something else.
  }
  return refuse('FIELD_INVALID', { field: 'trustedCaPem' });
}

/** `CN=…`, `O=…`: OpenSSL writes each on a line of its own. */
function onOneLine(subject: string): string {
  return subject.split('\n').join(', ').slice(0, 500);
}
