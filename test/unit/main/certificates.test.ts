import { describe, expect, it } from 'vitest';
import { readCertificates } from '#main/doors/certificates.ts';

/** Of nobody: its key was thrown away. */
const PEM = `-----BEGIN CERTIFICATE-----
MIIBpzCCAU2gAwIBAgIUGvL/J7WDtjOop2MNIwT095JRFp8wCgYIKoZIzj0EAwIw
KTEVMBMGA1UEAwwMbWFpbC5leGFtcGxlMRAwDgYDVQQKDAdFeGFtcGxlMB4XDTI2
MTEyMzA5MDMxM1oXDTM2MTEyMDA5MDMxM1owKTEVMBMGA1UEAwwMbWFpbC5leGFt
cGxlMRAwDgYDVQQKDAdFeGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
ym3KNJ7krp843arqWjfqhcgH3XotufzCTtsDP2fbpFeuC4VO2ylKG/CQtAvgWfXi
fufsKxgetypHcFNOpxfy6aNTMFEwHQYDVR0OBBYEFIR6XFuMPtnj2ytopAvVVz6G
RvL/MB8GA1UdIwQYMBaAFIR6XFuMPtnj2ytopAvVVz6GRvL/MA8GA1UdEwEB/wQF
MAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAPUJBdpnuFw3pKxctbu9j7IXTtXXt4HW
ogYUh4dRKY+NAiAxeQuhtv7gNvH+LcGP3vPe2wu9BuR6dnuOFQcUVGTUew==
-----END CERTIFICATE-----`;

describe('a certificate that an administrator chooses', () => {
  it('says whose it is and until when it counts, each of a file', () => {
    const read = {
      subject: 'CN=mail.example, O=Example',
      untilMs: Date.parse('2036-11-20T09:03:13.000Z'),
    };
    expect(readCertificates(`${PEM}\n${PEM}`)).toEqual({
      ok: true,
      value: { certificates: [read, read] },
    });
  });

  it.each([
    ['', 'nothing'],
    ['-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----', 'a key'],
    ['-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', 'a torn one'],
  ])('is refused where there is none: %j, %s', (pem) => {
    expect(readCertificates(pem)).toMatchObject({ ok: false, code: 'FIELD_INVALID' });
  });
});
