import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { fuses } from './config.ts';

/** What a finished package is found to be; each line of the table is one of these. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  readonly found: string;
}

// The fuse wire keeps a character for each switch: '1' on, '0' off.
const ON = '1'.charCodeAt(0);

const WIRE: Readonly<Record<keyof typeof fuses, FuseV1Options>> = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
};

/** Reads the switches back out of the executable. */
export async function checkFuses(executable: string): Promise<Check> {
  const wire = await getCurrentFuseWire(executable);
  const wrong = Object.entries(WIRE).filter(([name, option]) => {
    const wanted = Object.entries(fuses).find(([fuse]) => fuse === name)?.[1];
    return (Number(wire[option]) === ON) !== wanted;
  });
  const found = wrong.length === 0 ? 'all as wanted' : wrong.map(([name]) => name).join(', ');
  return { name: 'fuses', passed: wrong.length === 0, found };
}

/** Only what the product needs on this platform is inside. */
export function checkContent(unpacked: string): Check {
  const resources = join(unpacked, 'resources');
  const inside = listPackage(join(resources, 'app.asar'), { isPack: false });
  const beside = readdirSync(resources, { recursive: true, encoding: 'utf8' });
  const native = beside.filter((path) => path.endsWith('.node'));
  const foreign = native.filter((path) => /win32|darwin|arm|ia32|musl/u.test(path));
  const stray = [...inside, ...beside].filter((path) =>
    /\.map$|\.tsx?$|\/out\/test\/|\/test\/|\.pem$|node-linux|playwright|electron-builder/u.test(
      path,
    ),
  );
  const wrong = [...foreign, ...stray];
  const found =
    wrong.length === 0 ? `${native.length} native modules, ${inside.length} files` : wrong[0];
  return { name: 'content', passed: wrong.length === 0 && native.length >= 3, found: found ?? '' };
}
