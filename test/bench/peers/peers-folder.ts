import { execFile } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cached } from '../data/cache.ts';

const LONGEST_INSTALL_MS = 10 * 60_000;
const FILES = ['package.json', 'package-lock.json'] as const;
const run = promisify(execFile);

/**
 * The folder in which the peers are installed, by their own lock file and outside the checkout.
 * None of them builds anything: their native parts come ready in their packages.
 * @throws with a sentence for the person when they cannot be fetched
 */
export async function peersFolder(): Promise<string> {
  const lock = await readFile(join(import.meta.dirname, 'package-lock.json'), 'utf8');
  return cached({ name: 'peers', madeOf: `${lock}${process.versions.modules}`, make: install });
}

async function install(folder: string): Promise<void> {
  for (const name of FILES) await cp(join(import.meta.dirname, name), join(folder, name));
  // Not `ci`: it insists on the optional packages of other systems, which not every mirror has.
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save'];
  try {
    await run('npm', words, { cwd: folder, timeout: LONGEST_INSTALL_MS });
  } catch (error) {
    const told = error instanceof Error ? String(Reflect.get(error, 'stderr') ?? '') : '';
    const [line = ''] = told.split('\n').filter((text) => text.includes('npm error'));
    throw new Error(
      `the peers cannot be installed: npm does not reach its registry, or refuses (${line.trim()})`,
    );
  }
}
