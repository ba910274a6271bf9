/**
 * No programme is known to code by its id or name: what tells programmes apart is their data
 * (acceptance §1.7).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA, JUDGED, NAME_LENGTH_MIN, PROFILES, TOLD_APART } from '../rules/programmes.ts';
import type { Finding, Guard } from './finding.ts';
import { repositoryFiles, textOf } from './files.ts';

interface Profile {
  readonly programmeId: string;
  readonly names: Readonly<Record<string, string>>;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

/** Ids, and names with each part that quotation marks or a stroke set apart. */
function wordsOf(profiles: readonly Profile[]): readonly string[] {
  const names = profiles.flatMap(({ names }) => Object.values(names));
  const parts = names.flatMap((name) => name.split(/[«»“”"/]/u)).map((part) => part.trim());
  const ids = profiles.map(({ programmeId }) => programmeId);
  return [
    ...new Set([...ids, ...names, ...parts.filter(({ length }) => length >= NAME_LENGTH_MIN)]),
  ];
}

/** The words as they stand for themselves: an id inside a longer name is another word. */
function patternOf(words: readonly string[]): RegExp {
  const any = words.map(escape).join('|');
  return new RegExp(String.raw`(?<![\p{L}\p{N}_-])(?:${any})(?![\p{L}\p{N}_-])`, 'iu');
}

export const checkProgrammes: Guard = async (root) => {
  if (!existsSync(join(root, PROFILES))) {
    return [{ at: PROFILES, rule: 'programmes', message: 'is gone, so no name could be found' }];
  }
  const profiles: readonly Profile[] = JSON.parse(readFileSync(join(root, PROFILES), 'utf8'));
  const named = patternOf(wordsOf(profiles));
  return repositoryFiles(root)
    .filter((file) => JUDGED.test(file) && !DATA.test(file))
    .flatMap((file) =>
      (textOf(root, file) ?? '').split('\n').flatMap((text, index): Finding[] => {
        const at = `${file}:${index + 1}`;
        const found: Finding[] = [];
        if (named.test(text)) {
          found.push({ at, rule: 'programme named', message: 'names a programme; it is data' });
        }
        if (TOLD_APART.test(text)) {
          found.push({ at, rule: 'programme told apart', message: 'ask a field of its profile' });
        }
        return found;
      }),
    );
};
