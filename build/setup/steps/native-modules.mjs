import { join } from 'node:path';

import { run } from '../process/command.mjs';
import { executableOf } from './electron-runtime.mjs';
import { ROOT, pinnedNode } from '../paths.mjs';
import { SetupProblem } from '../process/progress.mjs';

/** Modules whose ready-made files come inside their npm packages, and what to do when one fails. */
const MODULES = [
  { name: 'keytar', role: 'the key store', hint: 'is libsecret-1-0 installed?' },
  { name: '@node-rs/argon2', role: 'password hashing', hint: 'is this platform supported by it?' },
];

/**
 * Loads each module in the pinned Node and in Electron.
 * @param {import('./electron-runtime.mjs').Electron | undefined} electron
 * @returns {Promise<string>}
 */
export async function checkNativeModules(electron) {
  const runtimes = [pinnedNode()];
  if (electron !== undefined) runtimes.push(executableOf(electron.dist));
  for (const runtime of runtimes) {
    for (const module of MODULES) await mustLoad(runtime, module);
  }
  return `${MODULES.map((module) => module.name).join(' and ')} load`;
}

/**
 * @param {string} runtime
 * @param {{ name: string, role: string, hint: string }} module
 */
async function mustLoad(runtime, module) {
  const script = `require(${JSON.stringify(join(ROOT, 'node_modules', module.name))})`;
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const result = await run(runtime, ['-e', script], { env, timeoutMs: 60_000 });
  if (result.code === 0) return;
  const error = /Error: .*/.exec(result.tail)?.[0] ?? `ended with ${result.signal ?? result.code}`;
  throw new SetupProblem(
    `${module.name} (${module.role}) cannot be loaded: ${error}; ${module.hint}`,
  );
}
