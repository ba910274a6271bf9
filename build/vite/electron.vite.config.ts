import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import vue from '@vitejs/plugin-vue';
import { defineConfig, type UserConfig } from 'electron-vite';

const TOP = join(import.meta.dirname, '..', '..');

// The oldest Electron that the bundles must run on: 33 with Node 20.18 and Chromium 130.
const NODE_TARGET = 'node20.18';
const CHROME_TARGET = 'chrome130';

// A window that runs on any other is marked as a test build.
const RELEASE_ELECTRON: unknown = JSON.parse(readFileSync(join(TOP, 'package.json'), 'utf8'))
  .devDependencies.electron;

// Modules with native files stay beside the bundles; `electron` is the runtime itself.
const EXTERNAL = ['electron', 'better-sqlite3', 'keytar', '@node-rs/argon2'];

/**
 * What writes workbooks packs them with this. Its build for Node declares a `require` of its own,
 * which a bundle has already; the other differs in how it starts threads, and none are started.
 */
const FFLATE_WITHOUT_THREADS = join(TOP, 'node_modules', 'fflate', 'esm', 'browser.js');

/** Entry of each process, and of their further threads → name of its bundle in main/. */
const PROCESSES = {
  index: join(TOP, 'electron', 'entry.ts'),
  engine: join(TOP, 'electron', 'engine', 'entry.ts'),
  file: join(TOP, 'electron', 'engine', 'entry-file.ts'),
  fold: join(TOP, 'electron', 'engine', 'entry-fold.ts'),
  vault: join(TOP, 'electron', 'vault', 'entry.ts'),
  backend: join(TOP, 'backend', 'entry-utility.ts'),
  deciding: join(TOP, 'backend', 'entry-deciding.ts'),
};

/**
 * `vite --mode test` makes the variant that end-to-end tests drive, in out/test: its code may hold
 * the switches behind `__TEST_CONTROLS__`; in every other build they are cut out.
 */
export default defineConfig(({ mode }): UserConfig => {
  const testControls = mode === 'test';
  const out = join(TOP, 'out', testControls ? 'test' : '.');
  const define = {
    __TEST_CONTROLS__: JSON.stringify(testControls),
    __ELECTRON_VERSION__: JSON.stringify(RELEASE_ELECTRON),
  };
  const inPage = { ...define, __IN_PAGE__: 'true' };
  const sourcemap = mode !== 'production';
  return {
    main: {
      define,
      resolve: { alias: { fflate: FFLATE_WITHOUT_THREADS } },
      build: {
        outDir: join(out, 'main'),
        target: NODE_TARGET,
        sourcemap,
        rolldownOptions: {
          input: PROCESSES,
          external: EXTERNAL,
          output: {
            format: 'es',
            entryFileNames: '[name].js',
            chunkFileNames: 'chunks/[name]-[hash].js',
          },
        },
      },
    },
    preload: {
      define: inPage,
      build: {
        outDir: join(out, 'preload'),
        target: NODE_TARGET,
        sourcemap,
        // A sandboxed preload cannot load other files: CommonJS, and everything in one.
        externalizeDeps: false,
        rolldownOptions: {
          input: { bridge: join(TOP, 'electron', 'preload', 'bridge.ts') },
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    },
    renderer: {
      define: inPage,
      root: join(TOP, 'renderer'),
      plugins: [vue()],
      build: {
        outDir: join(out, 'renderer'),
        target: CHROME_TARGET,
        sourcemap,
        rolldownOptions: { input: join(TOP, 'renderer', 'index.html') },
      },
    },
  };
});
