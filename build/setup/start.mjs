// npm start: sets up what is missing, builds what has changed, opens the workstation.
import { refuseOldNode } from './node-version.mjs';

refuseOldNode();

const { join } = await import('node:path');
const { mkdirSync } = await import('node:fs');
const { buildApplication } = await import('./build-application.mjs');
const { openDesktop } = await import('./desktop/desktop.mjs');
const { executableOf } = await import('./steps/electron-runtime.mjs');
const { runInForeground } = await import('./process/foreground.mjs');
const { ROOT, profileDir } = await import('./paths.mjs');
const { SetupProblem, say } = await import('./process/progress.mjs');
const { runMain } = await import('./process/main.mjs');
const { runtimeEnv } = await import('./runtime-env.mjs');
const { setUp } = await import('./steps/setup.mjs');

/** @param {readonly string[]} words passed on to the application */
async function main(words) {
  const state = await setUp();
  if (state.electron === null)
    throw new SetupProblem('The workstation cannot be opened without Electron.');
  await buildApplication('product');
  const profile = profileDir();
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  const env = runtimeEnv();
  const flags = (env['FORECOURT_ELECTRON_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');
  if (flags.length > 0) say(`Electron runs with ${flags.join(' ')}, as this account requires.`);
  const desktop = await openDesktop({ private: false, keyFolder: join(profile, 'key-store') });
  try {
    say(`Opening the workstation (profile ${profile}). Ctrl+C stops it.`);
    const { code } = await runInForeground(
      executableOf(state.electron.dist),
      [ROOT, ...flags, ...words],
      {
        cwd: ROOT,
        env: { ...env, ...desktop.env, FORECOURT_PROFILE: profile },
      },
    );
    return code;
  } finally {
    await desktop.close();
  }
}

await runMain(main);
