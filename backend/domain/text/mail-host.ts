// One mail host has several spellings: `почта.рф` and `xn--80a1acny.xn--p1ai` are one (UTS #46). It
// is kept as people read it.

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

// RFC 3492, §5 and §6.2.
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_CODE = 0x80;
const LAST_CODE = 0x10_ffff;

/** The letters of an encoded label; null where it encodes none. */
function decoded(text: string): string | null {
  const split = text.lastIndexOf('-');
  const codes = [...text.slice(0, Math.max(split, 0))].map((letter) => letter.codePointAt(0) ?? 0);
  let [code, bias, at, from] = [FIRST_CODE, FIRST_BIAS, 0, split + 1];
  while (from < text.length) {
    const read = numberAt(text, from, bias);
    if (read === null) return null;
    const count = codes.length + 1;
    bias = adapted(read.value, count, at === 0 && code === FIRST_CODE);
    code += Math.floor((at + read.value) / count);
    at = (at + read.value) % count;
    if (code > LAST_CODE) return null;
    codes.splice(at, 0, code);
    at += 1;
    from = read.next;
  }
  return String.fromCodePoint(...codes);
}

/** A number of variable length, the least digit first; null where it does not end. */
function numberAt(text: string, from: number, bias: number): Read | null {
  let [value, weight] = [0, 1];
  for (let index = from, k = BASE; index < text.length; index += 1, k += BASE) {
    const digit = digitOf(text.charCodeAt(index));
    value += digit * weight;
    if (digit < 0 || value > Number.MAX_SAFE_INTEGER) return null;
    const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
    if (digit < threshold) return { value, next: index + 1 };
    weight *= BASE - threshold;
  }
  return null;
}

interface Read {
  readonly value: number;
  readonly next: number;
}

/** a to z are 0 to 25, 0 to 9 are 26 to 35. */
function digitOf(char: number): number {
  if (char >= 0x61 && char <= 0x7a) return char - 0x61;
  return char >= 0x30 && char <= 0x39 ? char - 0x30 + 26 : -1;
}

function adapted(value: number, count: number, isFirst: boolean): number {
  let delta = Math.floor(value / (isFirst ? DAMP : 2));
  delta += Math.floor(delta / count);
  let k = 0;
  for (; delta > ((BASE - T_MIN) * T_MAX) / 2; k += BASE)
    delta = Math.floor(delta / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * delta) / (delta + SKEW));
}
