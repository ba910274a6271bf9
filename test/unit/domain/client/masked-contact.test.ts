import { expect, it } from 'vitest';
import { maskedContact } from '#domain/client/masked-contact.ts';

it.each([
  ['buh@firma.example', 'b***@firma.example'],
  ['+79120000017', '+7***17'],
])('[G5] %s is shown as %s', (contact, shown) => {
  expect(maskedContact(contact)).toBe(shown);
});
