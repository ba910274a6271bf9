import { domainToASCII } from 'node:url';
import { describe, expect, it } from 'vitest';
import { encodedHost, mailHost } from '#domain/text/mail-host.ts';

const HOSTS = [
  'почта.рф',
  'münchen.example',
  'straße.example',
  'қазақ.қаз',
  'bücher-und-mehr.example',
  '例え.テスト',
  'firma.example',
  'пример-1.почта.рф',
  'ü.example',
];

describe('a mail host', () => {
  it.each(HOSTS)('%s is one, however it is spelled', (host) => {
    const ascii = domainToASCII(host);
    expect(ascii).toMatch(/^[\x20-\x7e]+$/u);
    expect(mailHost(ascii)).toBe(host);
    expect(mailHost(host)).toBe(host);
    expect(encodedHost(host)).toBe(ascii);
  });

  it.each(['xn--', 'xn--a', 'xn--999999999.example', '10.20', 'a b.example'])(
    '%s is none',
    (host) => {
      expect(mailHost(host)).toBeNull();
    },
  );
});
