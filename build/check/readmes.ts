/** A room's README names each folder of the room: what is not named there is not found. */
import { dirname } from 'node:path';
import type { Finding, Guard } from './finding.ts';
import { repositoryFiles, textOf } from './files.ts';

/** Words set as code: `folder/`, `folder`, or a file in it. */
const SPAN = /`([^`\n]+)`/gu;
/** What lies there is data of other builds, a folder for each. */
const NOT_READ = 'test/fixtures/';

/** The folders that lie in a room at once. */
function foldersOf(files: readonly string[], readme: string): readonly string[] {
  const within = `${dirname(readme)}/`;
  const below = files
    .filter((file) => file.startsWith(within))
    .map((file) => file.slice(within.length));
  return [
    ...new Set(below.filter((file) => file.includes('/')).map((file) => file.split('/')[0] ?? '')),
  ];
}

function unnamed(root: string, files: readonly string[], readme: string): Finding[] {
  const spans = [...(textOf(root, readme) ?? '').matchAll(SPAN)].map(([, span = '']) => span);
  return foldersOf(files, readme)
    .filter((folder) => !spans.some((span) => span === folder || span.startsWith(`${folder}/`)))
    .map((folder) => ({
      at: readme,
      rule: 'folder unnamed',
      message: `says nothing of ${folder}/`,
    }));
}

export const checkReadmes: Guard = async (root) => {
  const files = repositoryFiles(root);
  return files
    .filter((file) => file.endsWith('/README.md') && !file.startsWith(NOT_READ))
    .flatMap((readme) => unnamed(root, files, readme));
};
