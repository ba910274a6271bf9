/**
 * Licences of everything that reaches the installed product: packages named by product code and
 * theirs.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PERMISSIVE } from '../rules/licences.ts';
import type { Finding, Guard } from './finding.ts';
import { repositoryFiles } from './files.ts';

interface Manifest {
  readonly license?: string | { readonly type: string };
  readonly dependencies?: Readonly<Record<string, string>>;
}

const PRODUCT = /^(backend|electron|renderer)\/.*\.(ts|vue|css)$/u;
const IMPORTED = /(?:from|import|@import)\s*\(?\s*'([^'.#/][^']*)'/gu;

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** `@a/b/c` → `@a/b`, `a/b` → `a`. */
const packageOf = (specifier: string): string =>
  specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

function namedByProduct(root: string): Set<string> {
  const sources = repositoryFiles(root).filter((file) => PRODUCT.test(file));
  const named = sources.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(IMPORTED)].map((match) => match[1] ?? ''),
  );
  const declared = Object.keys(readManifest(root).dependencies ?? {});
  const packages = named.filter((name) => !name.startsWith('node:')).map(packageOf);
  return new Set([...packages, ...declared]);
}

/**
 * Folder of `name` as Node finds it from `folder`, or undefined for an optional package left out.
 */
function locate(name: string, folder: string): string | undefined {
  const candidate = join(folder, 'node_modules', name);
  if (existsSync(join(candidate, 'package.json'))) return candidate;
  const parent = dirname(folder);
  return parent === folder ? undefined : locate(name, parent);
}

function closure(root: string): Map<string, Manifest> {
  const known = new Map<string, Manifest>();
  const visit = (name: string, from: string): void => {
    const folder = locate(name, from);
    if (!folder || known.has(folder)) return;
    const manifest = readManifest(folder);
    known.set(folder, manifest);
    for (const dependency of Object.keys(manifest.dependencies ?? {})) visit(dependency, folder);
  };
  for (const name of namedByProduct(root)) visit(name, root);
  return known;
}

/** `(MIT OR GPL-2.0)` passes by its best part, `MIT AND CC0-1.0` needs all its parts. */
function permitted(expression: string): boolean {
  const bare = expression.replace(/[()]/gu, '');
  return bare
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((id) => PERMISSIVE.has(id)));
}

export const checkLicences: Guard = async (root) => {
  const found: Finding[] = [];
  for (const [folder, { license }] of closure(root)) {
    const expression = (typeof license === 'string' ? license : license?.type) ?? 'none';
    if (permitted(expression)) continue;
    const message = `${expression} is not among the permissive licences of build/rules/licences.ts`;
    found.push({ at: folder.slice(root.length + 1), rule: 'licence', message });
  }
  return found;
};
