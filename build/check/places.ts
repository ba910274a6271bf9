/** No place of one machine in a file: the repository runs wherever it is cloned. */
import { FORBIDDEN_PLACES } from '../rules/places.ts';
import type { Guard } from './finding.ts';
import { repositoryFiles, textOf } from './files.ts';

const NOT_READ = new Set(['package-lock.json', 'build/rules/places.ts']);

export const checkPlaces: Guard = async (root) =>
  repositoryFiles(root)
    .filter((file) => !NOT_READ.has(file))
    .flatMap((file) =>
      (textOf(root, file) ?? '')
        .split('\n')
        .flatMap((text, index) =>
          FORBIDDEN_PLACES.filter(
            ({ pattern, except }) => pattern.test(text) && !except?.test(file),
          ).map(({ rule, message }) => ({ at: `${file}:${index + 1}`, rule, message })),
        ),
    );
