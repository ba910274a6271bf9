import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

// keytar belongs to the bus that its process was started with, therefore a process of its own.
const SCRIPT = `
  const { default: keytar } = await import('keytar');
  const [service, account] = process.argv.slice(1);
  if (!(await keytar.deletePassword(service, account))) throw new Error('no such entry');
`;

/** Takes one entry out of the key store of that environment, as somebody who cleans up might. */
export async function removeSecret(
  service: string,
  account: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  await run('node', ['--input-type=module', '-e', SCRIPT, service, account], { env });
}
