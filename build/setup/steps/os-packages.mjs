import { commandExists, must, run } from '../process/command.mjs';
import { SetupProblem } from '../process/progress.mjs';

/**
 * One need of the operating system: names of packages, any of which satisfies it (a release of
 * Debian may rename one), or a command that does the same wherever it came from.
 * @typedef {object} Need
 * @property {readonly string[]} packages the first one that exists is installed
 * @property {string} [command]
 */

/** What Electron, a display of our own and a key store of our own need. @type {readonly Need[]} */
export const DESKTOP_NEEDS = [
  { packages: ['xvfb'], command: 'Xvfb' },
  { packages: ['xauth'], command: 'xauth' },
  { packages: ['dbus'], command: 'dbus-daemon' },
  { packages: ['dbus-x11'], command: 'dbus-launch' },
  { packages: ['gnome-keyring'], command: 'gnome-keyring-daemon' },
  { packages: ['libgtk-3-0', 'libgtk-3-0t64'] },
  { packages: ['libnss3'] },
  { packages: ['libasound2', 'libasound2t64'] },
  { packages: ['libgbm1'] },
  { packages: ['libxss1'] },
  { packages: ['libxtst6'] },
  { packages: ['libnotify4'] },
  { packages: ['libsecret-1-0'] },
  // Cyrillic and Kazakh letters on the screens and in print.
  { packages: ['fonts-dejavu-core', 'fonts-noto-core'] },
];

/** What the one compilation of SQLite needs. @type {readonly Need[]} */
export const COMPILER_NEEDS = [
  { packages: ['build-essential'], command: 'g++' },
  { packages: ['build-essential'], command: 'make' },
  { packages: ['python3'], command: 'python3' },
];

/**
 * @param {readonly Need[]} needs
 * @param {ReadonlySet<string>} installed names of installed packages
 * @param {(command: string) => boolean} hasCommand
 * @returns {Need[]} those that nothing satisfies
 */
export function missingNeeds(needs, installed, hasCommand) {
  return needs.filter((need) => {
    if (need.command !== undefined && hasCommand(need.command)) return false;
    return !need.packages.some((name) => installed.has(name));
  });
}

/**
 * Installs what is missing, and only that.
 * @param {readonly Need[]} needs
 * @returns {Promise<string>} what was done, in a few words
 * @throws {SetupProblem} naming the packages, when they cannot be installed from here
 */
export async function ensureOsPackages(needs) {
  if (process.platform !== 'linux') return `nothing to install on ${process.platform}`;
  const missing = missingNeeds(needs, await installedAmong(needs), commandExists);
  if (missing.length === 0) return 'nothing missing';
  const wanted = [...new Set(missing.map((need) => need.packages[0] ?? ''))];
  const list = wanted.join(' ');
  if (!commandExists('apt-get')) {
    throw new SetupProblem(
      `This system has no apt-get. Install what corresponds to these Debian packages: ${list}`,
    );
  }
  const prefix = await rootPrefix(list);
  await apt(prefix, ['update'], list);
  const names = await Promise.all(missing.map(firstAvailable));
  await apt(prefix, ['install', '-y', '--no-install-recommends', ...new Set(names)], list);
  return `installed ${[...new Set(names)].join(' ')}`;
}

/** @param {readonly Need[]} needs */
async function installedAmong(needs) {
  const names = needs.flatMap((need) => need.packages);
  const format = '${db:Status-Status} ${Package}\\n';
  // It exits 1 as soon as one name is unknown and still lists the others.
  const { stdout } = await run('dpkg-query', ['--show', `--showformat=${format}`, ...names]);
  const lines = stdout.split('\n').filter((line) => line.startsWith('installed '));
  return new Set(lines.map((line) => line.slice('installed '.length)));
}

/**
 * @param {string} list
 * @returns {Promise<string[]>} what to put before apt-get so that it runs as root
 */
async function rootPrefix(list) {
  if (process.getuid?.() === 0) return [];
  if (commandExists('sudo')) {
    const silent = await run('sudo', ['-n', 'true']);
    if (silent.code === 0 || process.stdin.isTTY) return ['sudo'];
  }
  throw new SetupProblem(
    'Packages of the operating system are missing and this account may not install them. ' +
      `Ask an administrator to run: apt-get install ${list}`,
  );
}

/**
 * @param {readonly string[]} prefix
 * @param {readonly string[]} args
 * @param {string} list
 */
async function apt(prefix, args, list) {
  const words = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  const [command = 'env', ...rest] = [...words, '-o', 'DPkg::Lock::Timeout=120', ...args];
  const interactive = prefix.length > 0 && process.stdin.isTTY;
  await must(`apt-get ${args[0]} failed; these packages are needed: ${list}`, command, rest, {
    log: `apt-${args[0]}`,
    show: interactive,
  });
}

/** @param {Need} need */
async function firstAvailable(need) {
  for (const name of need.packages) {
    const { stdout } = await run('apt-cache', ['policy', name]);
    if (/Candidate: (?!\(none\))/.test(stdout)) return name;
  }
  throw new SetupProblem(`No package source of this system has ${need.packages.join(' or ')}.`);
}
