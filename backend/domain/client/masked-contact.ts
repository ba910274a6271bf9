// Contacts as others may see them (rule G5): enough to know one's own again, too little to use.

const SHOWN_LAST = 2;

/** An address with the first letter of its mailbox; a phone with its last two digits. */
export function maskedContact(contact: string): string {
  const at = contact.lastIndexOf('@');
  if (at > 0) return `${[...contact][0] ?? ''}***${contact.slice(at)}`;
  return `${contact.slice(0, SHOWN_LAST)}***${contact.slice(-SHOWN_LAST)}`;
}
