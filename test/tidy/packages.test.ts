/** The owner's list of packages: where each is really used, and that it still is. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TOP } from '#build/check/tool.ts';

interface Use {
  readonly name: string;
  /** The file that uses it. */
  readonly file: string;
  /** The words by which it does. */
  readonly by: RegExp;
}

const importOf = (name: string): RegExp =>
  new RegExp(String.raw`(from |import\()'${name}(/[\w-]+)*'`, 'u');

const uses: readonly Use[] = [
  { name: 'electron', file: 'electron/main/window/main-window.ts', by: importOf('electron') },
  { name: 'electron-builder', file: 'build/package/run.ts', by: importOf('electron-builder') },
  { name: 'vue', file: 'renderer/app/make-app.ts', by: importOf('vue') },
  { name: 'pinia', file: 'renderer/app/make-app.ts', by: importOf('pinia') },
  { name: 'vite', file: 'build/vite/electron.vite.config.ts', by: importOf('electron-vite') },
  { name: 'axios', file: 'electron/engine/sync/http-client.ts', by: importOf('axios') },
  { name: 'better-sqlite3', file: 'backend/sqlite/open.ts', by: importOf('better-sqlite3') },
  { name: 'keytar', file: 'electron/vault/entry.ts', by: importOf('keytar') },
  { name: 'vitest', file: 'test/vitest.config.ts', by: importOf('vitest') },
  { name: 'playwright', file: 'test/playwright.config.ts', by: importOf('@playwright/test') },
  { name: 'koa', file: 'backend/http/make-app.ts', by: importOf('koa') },
];

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifest: Manifest = JSON.parse(readFileSync(join(TOP, 'package.json'), 'utf8'));
const declared = { ...manifest.dependencies, ...manifest.devDependencies };

describe('the owner asked for', () => {
  it.each(uses)('$name, and $file uses it', ({ file, by }) => {
    const path = join(TOP, file);
    expect(existsSync(path), `${file} is gone: name the file that took its place`).toBe(true);
    expect(readFileSync(path, 'utf8')).toMatch(by);
  });

  it.each(uses)('$name, and package.json declares it', ({ name }) => {
    const wanted = name === 'playwright' ? '@playwright/test' : name;
    expect(Object.keys(declared)).toContain(wanted);
  });
});
