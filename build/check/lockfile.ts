/** The lock file pins content, not places: integrity for every package, no registry's address. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, Guard } from './finding.ts';

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
}

function judge([name, { resolved, integrity, link, inBundle }]: [string, Locked]): Finding[] {
  const at = `package-lock.json (${name})`;
  if (resolved?.includes('://')) {
    return [{ at, rule: 'registry host', message: `names a place to fetch from: ${resolved}` }];
  }
  if (!integrity && !link && !inBundle) {
    return [{ at, rule: 'integrity', message: 'has no checksum' }];
  }
  return [];
}

export const checkLockfile: Guard = async (root) => {
  const file = join(root, 'package-lock.json');
  if (!existsSync(file)) {
    return [{ at: 'package-lock.json', rule: 'lock file', message: 'is missing' }];
  }
  const { packages }: { packages: Record<string, Locked> } = JSON.parse(readFileSync(file, 'utf8'));
  return Object.entries(packages)
    .filter(([name]) => name !== '')
    .flatMap(judge);
};
