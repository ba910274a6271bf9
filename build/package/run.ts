// npm run package: the built product → a folder for Linux → proof that the folder works.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Platform, build } from 'electron-builder';
import { type Source, builderConfig, isTestBuild, productName } from './config.ts';
import { checkDesktopFile, writeDesktopFile } from './desktop-file.ts';
import { type Check, checkContent, checkFuses } from './inspect.ts';
import { checkRefusal, selfTest, versionLine } from './self-test.ts';

const TOP = join(import.meta.dirname, '..', '..');

function sourceFromEnvironment(): Source {
  const { FORECOURT_ELECTRON_DIST, FORECOURT_ELECTRON_VERSION, FORECOURT_SQLITE_BINDING } =
    process.env;
  if (!FORECOURT_ELECTRON_DIST || !FORECOURT_ELECTRON_VERSION) {
    throw new Error('No Electron to package: start this with `npm run package`.');
  }
  const manifest = JSON.parse(readFileSync(join(TOP, 'package.json'), 'utf8'));
  return {
    top: TOP,
    output: join(TOP, 'dist'),
    electronDist: FORECOURT_ELECTRON_DIST,
    electronVersion: FORECOURT_ELECTRON_VERSION,
    releaseElectronVersion: manifest.devDependencies.electron,
    sqliteBinding: FORECOURT_SQLITE_BINDING || null,
  };
}

async function makePackage(source: Source): Promise<string> {
  rmSync(source.output, { recursive: true, force: true });
  await build({
    projectDir: source.top,
    targets: Platform.LINUX.createTarget('dir'),
    config: builderConfig(source),
    publish: 'never',
  });
  const unpacked = join(source.output, 'linux-unpacked');
  writeDesktopFile(unpacked, productName(source));
  return unpacked;
}

async function proof(source: Source, unpacked: string): Promise<Check[]> {
  const executable = join(unpacked, 'forecourt');
  const version = await versionLine(executable);
  const marked = isTestBuild(source) === version.includes('TEST BUILD');
  return [
    { name: 'version', passed: version.startsWith('Forecourt') && marked, found: version },
    await checkFuses(executable),
    checkContent(unpacked),
    checkDesktopFile(unpacked),
    await checkRefusal(executable),
    ...(await selfTest(source.top, executable)),
  ];
}

function table(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .map(
      ({ name, passed, found }) =>
        `${passed ? 'ok    ' : 'FAILED'}  ${name.padEnd(width)}  ${found}`,
    )
    .join('\n');
}

if (parseArgs({ options: { help: { type: 'boolean' } } }).values.help === true) {
  console.log('npm run package: makes dist/linux-unpacked and proves that it works; no options');
  process.exit(0);
}
const source = sourceFromEnvironment();
const unpacked = await makePackage(source);
const checks = await proof(source, unpacked);
console.log(`\n${unpacked}\n${table(checks)}`);
if (isTestBuild(source)) {
  const { electronVersion, releaseElectronVersion } = source;
  console.log(
    `TEST BUILD: made on Electron ${electronVersion}. A release is made on ${releaseElectronVersion}.`,
  );
}
process.exit(checks.every(({ passed }) => passed) ? 0 : 1);
