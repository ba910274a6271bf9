import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Check } from './inspect.ts';

const LONGEST_MS = 180_000;
/**
 * A package takes no `--no-sandbox`, and Chromium's sandbox refuses root: root becomes an ordinary
 * user of a name space of its own. Any number but 0 does.
 */
const AS_ORDINARY_USER =
  process.getuid?.() === 0 ? ['unshare', '--user', '--map-user=1000', '--map-group=1000'] : [];

interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
}

/**
 * Starts the finished package with `--self-test`; the ordinary user that root became has a display
 * and a key store of its own.
 * @returns one line per step that the package reported, and one for its end
 */
export async function selfTest(top: string, executable: string): Promise<Check[]> {
  const desktop = join(top, 'build', 'setup', 'with-desktop.mjs');
  const own = AS_ORDINARY_USER.length > 0 ? [process.execPath, desktop, '--private', '--'] : [];
  const { exitCode, output } = await run([...own, executable, '--self-test']);
  const steps = output.split('\n').flatMap(stepOf);
  const end = exitCode === 0 ? 'exit code 0' : `exit code ${exitCode}: ${lastLine(output)}`;
  return [...steps, { name: 'self-test', passed: exitCode === 0, found: end }];
}

/** `--version` of the package names a test build as such. */
export async function versionLine(executable: string): Promise<string> {
  const { output } = await run([executable, '--version']);
  return output.split('\n').find((line) => line.startsWith('Forecourt')) ?? lastLine(output);
}

/** A package that somebody starts with a debugging switch ends at once. */
export async function checkRefusal(executable: string): Promise<Check> {
  const { exitCode } = await run([executable, '--remote-debugging-port=0']);
  return { name: 'debugging refused', passed: exitCode === 2, found: `exit code ${exitCode}` };
}

function stepOf(line: string): Check[] {
  if (!line.startsWith('{"selfTest"')) return [];
  const { selfTest: name, passed, code } = JSON.parse(line);
  return [{ name: `self-test: ${name}`, passed, found: passed ? 'passed' : code }];
}

function run(words: readonly string[]): Promise<Ended> {
  const [command = '', ...args] = [...AS_ORDINARY_USER, ...words];
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: LONGEST_MS });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
