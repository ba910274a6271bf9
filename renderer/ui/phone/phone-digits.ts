// The ten digits of a telephone number behind a fixed `+7`. The prefix stands beside the field and
// is
// never part of what is typed, so that no mask can eat the first digit of a number (+7 701 …).

/** So many digits follow `+7` in Russia and Kazakhstan. */
export const PHONE_DIGITS = 10;

/**
 * The national digits of what stands in the field, at most ten. An eleventh digit in front is taken
 * off where it can only be the trunk prefix 8 or the country's 7: always in a pasted number, and
 * in a typed one that begins with 8 or with 79, as no national number of ours does.
 */
export function phoneDigits(text: string, pasted = false): string {
  const digits = text.replace(/\D/gu, '');
  const prefixed = pasted ? /^[78]/u.test(digits) : /^(?:8|79)/u.test(digits);
  return (digits.length > PHONE_DIGITS && prefixed ? digits.slice(1) : digits).slice(
    0,
    PHONE_DIGITS,
  );
}

/** `701 123-45-67`, as far as the digits go. */
export function writePhone(digits: string): string {
  const [area, ...rest] = [[0, 3] as const, [3, 6] as const, [6, 8] as const, [8, 10] as const]
    .map(([from, to]) => digits.slice(from, to))
    .filter((part) => part !== '');
  return area === undefined ? '' : [area, rest.join('-')].join(' ').trim();
}

/** A number in E.164 as people write it; those of other countries as they stand. */
export function shownPhone(number: string): string {
  return number.startsWith('+7') ? `+7 ${writePhone(number.slice(2))}` : number;
}

/** Where the caret stands in `written` after so many of its digits. */
export function caretAfter(written: string, digitCount: number): number {
  let seen = 0;
  for (let place = 0; place < written.length; place += 1) {
    if (seen === digitCount) return place;
    if (/\d/u.test(written[place] ?? '')) seen += 1;
  }
  return written.length;
}

/** Whether numbers of a country (ISO 3166) are written behind `+7`. */
export function hasPhonePrefix(country: string | undefined): boolean {
  return country === 'RU' || country === 'KZ';
}
