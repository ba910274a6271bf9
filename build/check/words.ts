/** Word list (oxlint): clock, randomness, platform and formatting words only where they belong. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { words, type WordGroup } from '../rules/words.ts';
import type { Finding, Guard } from './finding.ts';
import { present, runTool } from './tool.ts';

interface Diagnostic {
  readonly message: string;
  readonly code?: string;
  readonly help?: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

async function judge(root: string, group: WordGroup, config: string): Promise<Finding[]> {
  const folders = present(root, group.folders);
  if (folders.length === 0) return [];
  const ignored = group.without.map((folder) => `--ignore-pattern=${folder}/**`);
  const args = ['-c', config, '-f', 'json', ...ignored, ...folders];
  const run = await runTool({ owner: 'oxlint' }, args, root);
  if (!run.stdout.trimStart().startsWith('{')) {
    // An empty room has no file to lint, and that is no fault.
    if (run.stdout.includes('No files found')) return [];
    throw new Error(`oxlint: ${run.stdout}${run.stderr}`);
  }
  const { diagnostics }: { diagnostics: readonly Diagnostic[] } = JSON.parse(run.stdout);
  return diagnostics.map((found) => ({
    at: `${found.filename}:${found.labels[0]?.span.line ?? 1}`,
    rule: found.code ?? 'syntax',
    message: [found.message, found.help].filter(Boolean).join(' '),
  }));
}

export const checkWords: Guard = async (root) => {
  const folder = mkdtempSync(join(tmpdir(), 'forecourt-words-'));
  try {
    const found = await Promise.all(
      words.map((group, index) => {
        const config = join(folder, `${index}.json`);
        writeFileSync(config, JSON.stringify(group.config));
        return judge(root, group, config);
      }),
    );
    return found.flat();
  } finally {
    rmSync(folder, { recursive: true });
  }
};
