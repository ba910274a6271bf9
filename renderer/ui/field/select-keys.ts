// Which option a key leads to in a closed or an open select.
import type { Option } from './option.ts';

/** Index of the next allowed option, or undefined when the key does not move. */
export function selectIndex(
  key: string,
  current: number,
  options: readonly Option[],
): number | undefined {
  const allowed = options.flatMap((option, index) => (option.disabled === true ? [] : [index]));
  if (key === 'Home') return allowed[0];
  if (key === 'End') return allowed.at(-1);
  if (key === 'ArrowDown') return allowed.find((index) => index > current) ?? allowed.at(-1);
  if (key === 'ArrowUp') return allowed.findLast((index) => index < current) ?? allowed[0];
  if (key.length !== 1) return undefined;
  const letter = key.toLowerCase();
  const begins = (index: number): boolean =>
    options[index]?.label.toLowerCase().startsWith(letter) ?? false;
  return allowed.find((index) => index > current && begins(index)) ?? allowed.find(begins);
}
