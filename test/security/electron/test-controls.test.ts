import { join } from 'node:path';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import config from '#build/vite/electron.vite.config.ts';

const TOP = join(import.meta.dirname, '..', '..', '..');
const MARK = 'forecourtTestStatus';

/** @returns the code of main's bundle as that variant of the build has it */
async function mainOf(mode: 'production' | 'test'): Promise<string> {
  const resolved = config({ mode, command: 'build' });
  const built = await build({
    configFile: false,
    root: TOP,
    logLevel: 'silent',
    define: { ...resolved.main?.define },
    build: {
      ssr: join(TOP, 'electron', 'entry.ts'),
      write: false,
      rolldownOptions: { external: ['electron'] },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  return outputs
    .flatMap((output) => ('output' in output ? output.output : []))
    .map((chunk) => (chunk.type === 'chunk' ? chunk.code : ''))
    .join('\n');
}

describe('what end-to-end tests may read', () => {
  it('is in the test build', async () => {
    expect(await mainOf('test')).toContain(MARK);
  });

  it('is in no other build', async () => {
    const code = await mainOf('production');
    expect(code).not.toContain(MARK);
    expect(code).toContain('requestSingleInstanceLock');
  });
});
