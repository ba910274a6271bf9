import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { type About, Application } from './application.ts';
import { claimLetterScheme, hearLetterLinks } from './doors/letter-links.ts';
import { readEnvironment } from './environment.ts';
import { profileIn } from './profile/profile.ts';
import { runSelfTest } from './self-test/run.ts';
import { dangerousSwitches } from './switches.ts';
import { exposeTestStatus } from './test-status.ts';
import { declareUiScheme } from './window/ui-scheme.ts';

const NAME = 'Forecourt';
/** Exit codes beside 0: the command line was refused; start-up failed. */
const REFUSED = 2;
const FAILED = 1;

/** The life of main's process, from the command line to the open window. */
export async function start(): Promise<void> {
  const { argv, env, platform } = process;
  const { isPackaged } = app;
  const refused = isPackaged ? dangerousSwitches(argv) : [];
  if (refused.length > 0) {
    process.stderr.write(`${NAME} does not start with --${refused.join(', --')}.\n`);
    app.exit(REFUSED);
    return;
  }
  const environment = readEnvironment({ env, argv, platform, isPackaged });
  const about = aboutThis();
  if (environment.showVersion) {
    const mark = about.testBuild ? ' TEST BUILD' : '';
    process.stdout.write(`${NAME} ${about.version}${mark} (Electron ${about.electronVersion})\n`);
    app.exit(0);
    return;
  }
  // It would override the development switch, with which alone Chromium runs for root.
  if (isPackaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  declareUiScheme();
  // The self-test never touches what a person has on this machine.
  const testDir = environment.selfTest ? mkdtempSync(join(tmpdir(), 'forecourt-self-test-')) : null;
  const profileDir = testDir ?? environment.profileDir;
  if (profileDir !== null) {
    mkdirSync(profileDir, { recursive: true, mode: 0o700 });
    app.setPath('userData', profileDir);
  }
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  const profile = profileIn(app.getPath('userData'));
  const isHidden = environment.selfTest;
  const application = new Application({ environment, profile, about, isHidden });
  hearLetterLinks(
    argv,
    (link) => application.hearLink(link),
    () => application.focus(),
  );
  if (isPackaged && testDir === null) claimLetterScheme(platform);
  if (__TEST_CONTROLS__) exposeTestStatus(application, profile.dir);
  await app.whenReady();
  await application.open().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : 'start failed'}\n`);
    return application.quit(FAILED);
  });
  if (testDir === null) return;
  // All but the page cache, which Chromium writes once more while it ends.
  process.once('exit', () => rmSync(testDir, { recursive: true, force: true }));
  app.exit(await runSelfTest(application));
}

function aboutThis(): About {
  const electronVersion = process.versions.electron ?? '';
  return {
    name: NAME,
    version: app.getVersion(),
    electronVersion,
    // Any other Electron than the one that is released with is for development and tests only.
    testBuild: electronVersion !== __ELECTRON_VERSION__,
  };
}
