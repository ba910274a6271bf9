/** What nobody sees: joiners, soft hyphens, marks that turn the direction of writing. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * What somebody typed or pasted as it is compared with something else: one way to write each
 * letter, and nothing that is not seen. A phone that is copied from an address book comes with such
 * marks, and a login with one of them in it would look like another's.
 */
export function asTyped(text: string): string {
  return text.normalize('NFKC').replaceAll(INVISIBLE, '').trim();
}
