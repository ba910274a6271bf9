import { join, parse } from 'node:path';
import { build } from 'vite';

const TOP = join(import.meta.dirname, '..', '..');
/** In the checkout, where the native modules are found that stay outside. */
const FOLDER = join(TOP, 'out', 'bench');

/**
 * A child's program as one file, as the product ships its own: read from many `.ts` files, every
 * process would carry 40 MiB of Node's translator along.
 * @param entry path from this folder
 * @returns path of the file
 */
export function bundled(entry: string): Promise<string> {
  const known = made.get(entry) ?? bundle(entry);
  made.set(entry, known);
  return known;
}

const made = new Map<string, Promise<string>>();

async function bundle(entry: string): Promise<string> {
  const input = join(import.meta.dirname, entry);
  await build({
    configFile: false,
    root: TOP,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3', '@node-rs/argon2'] },
    build: {
      ssr: input,
      outDir: FOLDER,
      emptyOutDir: false,
      target: 'node24',
      rolldownOptions: { output: { entryFileNames: fileName(entry), codeSplitting: false } },
    },
  });
  return join(FOLDER, fileName(entry));
}

/** Two parts may each have a child of the same name. */
function fileName(entry: string): string {
  const { dir, name } = parse(entry);
  return `${dir.replaceAll('/', '-')}-${name}.mjs`;
}
