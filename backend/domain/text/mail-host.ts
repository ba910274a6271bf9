// One mail host has several spellings: `почта.рф` and `xn--80a1acny.xn--p1ai` are one (UTS #46). It
// is kept as people read it.
import punycode from 'punycode.js';

/** The same in Node and in a page; nothing else of either is known here. */
declare const URL: {
  canParse(address: string): boolean;
  new (address: string): { readonly hostname: string };
};

const ENCODED = 'xn--';

/**
 * The one form of a mail host, in the letters that its owner writes it in; null for what is none.
 * @param typed in lower case
 */
export function mailHost(typed: string): string | null {
  const labels = typed.split('.').length;
  const address = `http://${typed}`;
  if (!URL.canParse(address)) return null;
  const ascii = new URL(address).hostname.split('.');
  // A number is read as an address of the network, whose parts are filled up.
  if (ascii.length !== labels || /^\d+$/.test(ascii.at(-1) ?? '')) return null;
  const letters = ascii.map(readable);
  if (letters.includes(null)) return null;
  const host = letters.join('.');
  // What is not the only spelling of its letters is the host of nobody.
  const again = `http://${host}`;
  return URL.canParse(again) && new URL(again).hostname === ascii.join('.') ? host : null;
}

/** A mail host in the spelling of the network's own names; itself where it is none. */
export function encodedHost(host: string): string {
  const address = `http://${host}`;
  return URL.canParse(address) ? new URL(address).hostname : host;
}

function readable(label: string): string | null {
  return label.startsWith(ENCODED) ? decoded(label.slice(ENCODED.length)) : label;
}

/** The letters of an encoded label (RFC 3492); null where it encodes none. */
function decoded(text: string): string | null {
  try {
    return punycode.decode(text);
  } catch {
    return null;
  }
}
