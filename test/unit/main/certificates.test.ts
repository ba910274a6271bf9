import { describe, expect, it } from 'vitest';
import { readCertificates } from '#main/doors/certificates.ts';
import { ownCertificate } from '#test/support/carriers/certificate.ts';

const own = ownCertificate();
const DAY_MS = 24 * 3_600_000;

describe('a certificate that an administrator chooses', () => {
  it('says whose it is and until when it counts, each of a file', (ctx) => {
    ctx.skip(own === null, 'openssl is not there to make one');
    const read = readCertificates(`${own?.cert}\n${own?.cert}`);
    if (!read.ok) throw new Error(read.code);
    expect(read.value.certificates).toHaveLength(2);
    const [first] = read.value.certificates;
    expect(first?.subject).toBe('CN=localhost');
    const leftMs = (first?.untilMs ?? 0) - Date.now();
    expect(leftMs).toBeGreaterThan(DAY_MS);
    expect(leftMs).toBeLessThanOrEqual(2 * DAY_MS);
  });

  it.each([
    ['', 'nothing'],
    ['-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----', 'a key'],
    ['-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', 'a torn one'],
  ])('is refused where there is none: %j, %s', (pem) => {
    expect(readCertificates(pem)).toMatchObject({ ok: false, code: 'FIELD_INVALID' });
  });
});
