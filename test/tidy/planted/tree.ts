/** A small repository in a fresh temporary folder, to plant faults in. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Finding, Guard } from '#build/check/finding.ts';
import { TOP } from '#build/check/tool.ts';

/** Path from the top of the planted repository → text. */
export type Files = Readonly<Record<string, string>>;

interface Solution {
  readonly references: readonly { readonly path: string }[];
}

const solution: Solution = JSON.parse(readFileSync(join(TOP, 'build/tsconfig/all.json'), 'utf8'));

/** Every tsconfig of the real repository, for guards that ask the compiler. */
export const PROJECTS: readonly string[] = [
  'build/tsconfig',
  ...solution.references.map(({ path }) => join('build/tsconfig', path, 'tsconfig.json')),
];

function plant(files: Files, copies: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'forecourt-planted-'));
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  // Without a slash: here it is a link, and a pattern with one matches folders only.
  writeFileSync(join(root, '.gitignore'), 'node_modules\n.types\n');
  // Files planted under node_modules take the place of the real packages.
  if (!Object.keys(files).some((path) => path.startsWith('node_modules/'))) {
    symlinkSync(join(TOP, 'node_modules'), join(root, 'node_modules'));
  }
  for (const path of ['package.json', ...copies]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(TOP, path), join(root, path), { recursive: true });
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/**
 * What a guard refuses in a repository of these files.
 * @param copies paths of the real repository to bring along, beside package.json
 */
export async function refused(
  guard: Guard,
  files: Files,
  copies: readonly string[] = [],
): Promise<readonly Finding[]> {
  const root = plant(files, copies);
  try {
    return await guard(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** `file  rule` of each finding, without line numbers: what a test compares. */
export const named = (findings: readonly Finding[]): string[] =>
  findings.map(({ at, rule }) => `${at.replace(/:\d+$/u, '')}  ${rule}`);
