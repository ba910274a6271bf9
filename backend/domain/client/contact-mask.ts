// What is shown of a contact to whoever may not see personal data (acceptance G5): enough to tell
// two of them apart at the desk, too little to use.

const HIDDEN = '•••';

/** The country's first digit and the last two: `+7•••01`. */
export function maskPhone(phone: string): string {
  return `${phone.slice(0, 2)}${HIDDEN}${phone.slice(-2)}`;
}

/** The first letter and the host: `o•••@client.example`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}${HIDDEN}${email.slice(Math.max(at, 0))}`;
}

/** Of a contact that may be either. */
export function maskContact(contact: string): string {
  return contact.includes('@') ? maskEmail(contact) : maskPhone(contact);
}

/** Of a contact that is not always known. */
export function maskKnown<T extends string | null>(contact: T): T | string {
  return contact === null ? contact : maskContact(contact);
}

/** The first letter of each word: `А••• С•••`. */
export function maskName(name: string): string {
  return name.replaceAll(/(\S)\S*/gu, `$1${HIDDEN}`);
}
