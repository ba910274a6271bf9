import { describe, expect, it } from 'vitest';
import { maskEmail, maskPhone } from '#domain/client/contact-mask.ts';

describe('a masked contact', () => {
  it('shows of a phone its country and its last two digits', () => {
    expect(maskPhone('+79000000001')).toBe('+7•••01');
  });

  it('shows of an address its first letter and its host', () => {
    expect(maskEmail('office@client.example')).toBe('o•••@client.example');
  });
});
