/** Files of the repository: tracked ones and new ones that git would take; never ignored ones. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Paths from `root`, with `/`. A file deleted but still in the index is left out. */
export function repositoryFiles(root: string): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const list = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 });
  return [...new Set(list.split('\0'))].filter((path) => path && existsSync(join(root, path)));
}

/** Text of a file, or undefined where it holds binary data (a zero byte in its head). */
export function textOf(root: string, path: string): string | undefined {
  const bytes = readFileSync(join(root, path));
  return bytes.subarray(0, 8000).includes(0) ? undefined : bytes.toString('utf8');
}
