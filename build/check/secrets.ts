/** Secretlint: no key, token or password in a file of the repository. */
import { relative, join } from 'node:path';
import type { Guard } from './finding.ts';
import { repositoryFiles, textOf } from './files.ts';
import { runTool, TOP } from './tool.ts';

interface Result {
  readonly filePath: string;
  readonly messages: readonly {
    readonly ruleId: string;
    readonly message: string;
    readonly loc: { readonly start: { readonly line: number } };
  }[];
}

export const checkSecrets: Guard = async (root) => {
  const files = repositoryFiles(root).filter((file) => textOf(root, file) !== undefined);
  if (files.length === 0) return [];
  const config = join(TOP, 'build/rules/secretlint.json');
  const args = ['--secretlintrc', config, '--format', 'json', '--maskSecrets', '--no-glob'];
  const run = await runTool({ owner: 'secretlint' }, [...args, ...files], root);
  if (run.exitCode > 1) throw new Error(run.stderr);
  const results: readonly Result[] = JSON.parse(run.stdout || '[]');
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, message, loc }) => ({
      at: `${relative(root, filePath)}:${loc.start.line}`,
      rule: ruleId,
      message,
    })),
  );
};
