// node with-desktop.mjs [--private] [--build=product|test] [--keys=DIR] [--screen=WxHxD] -- COMMAND
// [ARGUMENTS]
import { refuseOldNode } from './node-version.mjs';

refuseOldNode();

const { buildApplication } = await import('./build-application.mjs');
const { openDesktop } = await import('./desktop/desktop.mjs');
const { runInForeground } = await import('./process/foreground.mjs');
const { runMain } = await import('./process/main.mjs');
const { SetupProblem, say } = await import('./process/progress.mjs');
const { runtimeEnv, setupProblem } = await import('./runtime-env.mjs');

const USAGE =
  'Usage: with-desktop.mjs [--private] [--build=product|test] [--keys=DIR] [--screen=WxHxD] -- COMMAND';

/** @param {readonly string[]} words */
async function main(words) {
  const split = words.indexOf('--');
  const [command, ...args] = split < 0 ? [] : words.slice(split + 1);
  if (command === undefined) throw new SetupProblem(USAGE);
  const options = readOptions(words.slice(0, split));
  const problem = setupProblem();
  if (problem !== '') throw new SetupProblem(problem);
  const env = runtimeEnv();
  if (options.build !== undefined) await buildApplication(options.build);
  if (env['NO_SANDBOX'])
    say('Electron runs with --no-sandbox, as this account requires (development only).');
  const desktop = await openDesktop(options);
  try {
    const { code } = await runInForeground(command, args, { env: { ...env, ...desktop.env } });
    return code;
  } finally {
    await desktop.close();
  }
}

/**
 * @param {readonly string[]} words
 * @returns {import('./desktop/desktop.mjs').DesktopOptions & { build?: 'product' | 'test' }}
 */
function readOptions(words) {
  /** @type {import('./desktop/desktop.mjs').DesktopOptions & { build?: 'product' | 'test' }} */
  const options = { private: false };
  for (const word of words) {
    const [name, value = ''] = word.split('=');
    if (name === '--private') options.private = true;
    else if (name === '--build' && (value === 'product' || value === 'test')) options.build = value;
    else if (name === '--keys' && value !== '') options.keyFolder = value;
    else if (name === '--screen' && /^\d+x\d+x\d+$/.test(value)) options.screen = value;
    else throw new SetupProblem(`${word} is not understood. ${USAGE}`);
  }
  return options;
}

await runMain(main);
