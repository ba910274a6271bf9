/** Runs a tool of node_modules/.bin under the Node that runs this file, whatever the shell has. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Top of the repository: the folder that owns node_modules, three levels above this file. */
export const TOP = join(import.meta.dirname, '..', '..');

export interface ToolRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Script of a command as its package declares it (`bin` of node_modules/<owner>/package.json). */
function scriptOf(owner: string, command: string): string {
  const manifest = join(TOP, 'node_modules', owner, 'package.json');
  const { bin }: { bin: string | Record<string, string> } = JSON.parse(
    readFileSync(manifest, 'utf8'),
  );
  const script = typeof bin === 'string' ? bin : bin[command];
  if (!script) throw new Error(`${owner} has no command ${command}`);
  return join(dirname(manifest), script);
}

/**
 * Runs `command` of the package `owner` in the folder `root`.
 * The exit code is an answer, not an error: linters use it to say that they found something.
 */
export function runTool(
  { owner, command = owner }: { owner: string; command?: string },
  args: readonly string[],
  root: string,
): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [scriptOf(owner, command), ...args], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? 1, stdout, stderr }));
  });
}

/** Those of the folders that the tree under `root` has; a room may still be empty. */
export const present = (root: string, folders: readonly string[]): string[] =>
  folders.filter((folder) => existsSync(join(root, folder)));
