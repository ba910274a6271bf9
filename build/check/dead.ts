/** Knip: files nobody reaches, exports nobody imports, packages nobody names or nobody declared. */
import { join } from 'node:path';
import type { Finding, Guard } from './finding.ts';
import { runTool, TOP } from './tool.ts';

interface Issue {
  readonly name?: string;
  readonly line?: number;
}

/** One row per file; each kind of issue is a list, empty where there is none. */
type Row = Readonly<Record<string, readonly Issue[] | string>>;

const KINDS: Readonly<Record<string, string>> = {
  files: 'unused file',
  dependencies: 'unused dependency',
  devDependencies: 'unused dependency',
  unlisted: 'undeclared package',
  unresolved: 'unresolvable import',
  exports: 'unused export',
  types: 'unused export',
  duplicates: 'exported twice',
};

function findingsOf(row: Row): Finding[] {
  const file = String(row['file']);
  return Object.entries(KINDS).flatMap(([kind, rule]) => {
    const issues = row[kind];
    if (!Array.isArray(issues)) return [];
    return (issues as readonly Issue[]).map(({ name, line }) => ({
      at: line ? `${file}:${line}` : file,
      rule,
      message: name ?? file,
    }));
  });
}

export const checkDead: Guard = async (root) => {
  const config = join(TOP, 'build/rules/knip.jsonc');
  const args = ['--config', config, '--reporter', 'json', '--no-progress', '--no-config-hints'];
  const run = await runTool({ owner: 'knip' }, args, root);
  if (run.exitCode > 1) throw new Error(run.stdout + run.stderr);
  const report: { issues: readonly Row[] } = JSON.parse(run.stdout);
  return report.issues.flatMap(findingsOf);
};
