/** Prettier with build/rules/prettier.json: the shape of a file is never discussed. */
import { join } from 'node:path';
import type { Guard } from './finding.ts';
import { repositoryFiles } from './files.ts';
import { runTool, TOP } from './tool.ts';

const SHAPED = /\.(ts|mjs|vue|json|css|html|md|ya?ml)$/u;
/** npm writes the lock file in its own shape. */
const NOT_OURS = new Set(['package-lock.json']);

export const checkFormat: Guard = async (root) => {
  const files = repositoryFiles(root).filter((file) => SHAPED.test(file) && !NOT_OURS.has(file));
  if (files.length === 0) return [];
  const cache = root === TOP ? ['--cache'] : [];
  const config = join(TOP, 'build/rules/prettier.json');
  const args = ['--config', config, '--no-editorconfig', '--list-different', ...cache, ...files];
  const run = await runTool({ owner: 'prettier' }, args, root);
  if (run.exitCode > 1) throw new Error(run.stderr);
  return run.stdout
    .split('\n')
    .filter(Boolean)
    .map((at) => ({ at, rule: 'format', message: 'run: npx prettier --write on this file' }));
};
