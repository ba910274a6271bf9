import { join } from 'node:path';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import config from '#build/vite/electron.vite.config.ts';

const TOP = join(import.meta.dirname, '..', '..', '..');
const EXTERNAL = ['electron', 'better-sqlite3', 'keytar', '@node-rs/argon2'];
const CLOCK_MARK = 'FORECOURT_TEST_CLOCK_FILE';

/**
 * What only tests may read or move: where it is, by what it is known, what is there in any build.
 */
const CONTROLS = [
  ['what tests may read', ['electron', 'entry.ts'], 'forecourtTestStatus', 'requestSingleInstance'],
  ['the clock of the engine', ['electron', 'engine', 'entry.ts'], CLOCK_MARK, 'parentPort'],
  ['the clock of the backend', ['backend', 'entry-utility.ts'], CLOCK_MARK, 'parentPort'],
] as const;

/** @returns the code of a process's bundle as that variant of the build has it */
async function bundleOf(entry: readonly string[], mode: 'production' | 'test'): Promise<string> {
  const resolved = config({ mode, command: 'build' });
  const built = await build({
    configFile: false,
    root: TOP,
    logLevel: 'silent',
    define: { ...resolved.main?.define },
    build: {
      ssr: join(TOP, ...entry),
      write: false,
      rolldownOptions: { external: EXTERNAL },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  return outputs
    .flatMap((output) => ('output' in output ? output.output : []))
    .map((chunk) => (chunk.type === 'chunk' ? chunk.code : ''))
    .join('\n');
}

describe.each(CONTROLS)('%s', (_name, entry, mark, always) => {
  it('is in the test build', async () => {
    expect(await bundleOf(entry, 'test')).toContain(mark);
  });

  it('is in no other build', async () => {
    const code = await bundleOf(entry, 'production');
    expect(code).not.toContain(mark);
    expect(code).toContain(always);
  });
});
