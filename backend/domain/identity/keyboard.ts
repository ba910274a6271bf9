const RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбю';
const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";

const latinOf: ReadonlyMap<string, string> = new Map(
  [...RUSSIAN].map((letter, key) => [letter, LATIN.charAt(key)]),
);

/** A text as the same keys write it in the Latin layout: «Пароль» is `Gfhjkm`. */
export function onLatinKeys(text: string): string {
  return [...text].map(onLatinKey).join('');
}

function onLatinKey(letter: string): string {
  const lower = letter.toLowerCase();
  const latin = latinOf.get(lower);
  if (latin === undefined) return letter;
  return letter === lower ? latin : latin.toUpperCase();
}
