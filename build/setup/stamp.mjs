import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * One hash over names and contents, in the order of names, so that a copy elsewhere has the same.
 * @param {ReadonlyArray<{ name: string, content: string | Uint8Array }>} parts
 * @returns {string} SHA-256 in hex
 */
export function hashParts(parts) {
  const hash = createHash('sha256');
  const sorted = [...parts].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const part of sorted) {
    const size = Buffer.byteLength(part.content);
    hash.update(`${part.name}\0${size}\0`).update(part.content);
  }
  return hash.digest('hex');
}

/**
 * Hash over files and whole folders below `root`.
 * @param {string} root
 * @param {readonly string[]} entries relative paths; what does not exist counts as absent
 * @param {(path: string) => boolean} [accept] relative path of a file → counts
 */
export function hashTree(root, entries, accept = () => true) {
  const files = entries.flatMap((entry) => listFiles(root, entry)).filter(accept);
  return hashParts(
    files.map((name) => ({
      name: name.replaceAll('\\', '/'),
      content: readFileSync(join(root, name)),
    })),
  );
}

/**
 * @param {string} root
 * @param {string} entry
 * @returns {string[]}
 */
function listFiles(root, entry) {
  const stat = statSync(join(root, entry), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [entry];
  return readdirSync(join(root, entry)).flatMap((name) => listFiles(root, join(entry, name)));
}

/**
 * Size and time of a file as a cheap sign that it is the one that was checked before.
 * @param {string} path
 * @returns {string} empty when there is no such file
 */
export function fileSign(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.size}:${Math.round(stat.mtimeMs)}`;
}

/**
 * Written aside and renamed: a reader sees the old or the new file, never half of one.
 * @param {string} path
 * @param {unknown} value
 */
export function writeJson(path, value) {
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.partial-${process.pid}`;
  writeFileSync(aside, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(aside, path);
}

/**
 * @param {string} path
 * @returns {any} undefined when the file is absent or not JSON
 */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
