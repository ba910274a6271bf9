// What `electron DIR` starts: it takes over the name, version and entry of the application in DIR.
// Only a development folder of Electron carries it, never a package.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { app } from 'electron';

const require = createRequire(import.meta.url);

/** @returns {string} the folder named on the command line */
function readArguments() {
  const words = process.argv.slice(1);
  while (words.length > 0) {
    const word = words.shift() ?? '';
    // A debugger or a test driver loads its own file first.
    if (word === '-r' || word === '--require') require(resolve(words.shift() ?? ''));
    else if (!word.startsWith('-')) return resolve(word);
  }
  process.stderr.write('Usage: electron FOLDER\n');
  process.exit(1);
}

const folder = readArguments();
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
// What Electron's own default application calls; its published types leave these out.
const internals = /** @type {{ setVersion(v: string): void, setAppPath(p: string): void }} */ (
  /** @type {unknown} */ (app)
);
internals.setVersion(manifest.version);
app.name = manifest.productName ?? manifest.name;
internals.setAppPath(folder);
app.setPath('userData', join(app.getPath('appData'), app.name));
Object.assign(process, { defaultApp: true });
await import(pathToFileURL(join(folder, manifest.main)).href);
