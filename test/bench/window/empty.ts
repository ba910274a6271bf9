import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench } from '../part.ts';
import { whenPainted } from './in-page.ts';
import { RunningWindow } from './running-window.ts';

/** An Electron that does nothing, in the same runtime: what no application can be below. */

const MAIN = new URL('empty-window/main.mjs', import.meta.url);
const PAGE = new URL('empty-window/index.html', import.meta.url);

export async function startEmpty({ folder, signal }: Bench): Promise<RunningWindow> {
  const application = join(folder, 'empty-window');
  if (!existsSync(application)) await install(application);
  return RunningWindow.start({ application, signal });
}

/** @returns epoch ms at which its sentence stood there */
export function emptyScreen({ devTools }: RunningWindow): Promise<number> {
  return devTools.run(whenPainted, null);
}

/** Its profile lies beside it, so it runs from a folder of the bench. */
async function install(application: string): Promise<void> {
  await mkdir(application);
  await copyFile(MAIN, join(application, 'main.mjs'));
  await copyFile(PAGE, join(application, 'index.html'));
  const manifest = { name: 'empty-window', version: '0.0.0', main: 'main.mjs' };
  await writeFile(join(application, 'package.json'), JSON.stringify(manifest));
}
