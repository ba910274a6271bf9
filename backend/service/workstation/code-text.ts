/** Crockford's digits: no letter that looks like another sign, none that makes a word by chance. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_DIGITS = 26;
const GROUP = /.{1,5}/gu;

/**
 * 128 bits as a code that a person can read out and type: `7ZQ4M-…`, five digits a group.
 * @param hex32 32 hex digits
 */
export function codeText(hex32: string): string {
  let rest = BigInt(`0x${hex32}`);
  let text = '';
  for (let place = 0; place < CODE_DIGITS; place += 1) {
    text = `${DIGITS[Number(rest % 32n)] ?? ''}${text}`;
    rest /= 32n;
  }
  return (text.match(GROUP) ?? []).join('-');
}

/** The code behind what was typed: case, spaces, dashes and look-alike letters do not matter. */
export function typedCode(typed: string): string {
  const text = typed.toUpperCase().replaceAll(/[^0-9A-Z]/gu, '');
  return text.replaceAll('O', '0').replaceAll(/[IL]/gu, '1');
}
