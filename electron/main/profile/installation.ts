import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { nowMs } from '../clock.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import type { Profile } from './profile.ts';

/** What this installation is. It exists only when a set-up came to its end. */
const installation = z.strictObject({
  version: z.literal(1),
  mode: z.enum(['demonstration', 'standalone', 'joined']),
  /** Null: the backend runs on this machine. */
  backendUrl: z.string().max(300).nullable(),
  workstationName: z.string().min(1).max(200),
  createdAtMs: z.int().min(0),
});
export type Installation = z.infer<typeof installation>;
export type Mode = Installation['mode'];

/**
 * none: nothing was ever set up here. unfinished: a set-up was broken off, nothing of it was used.
 * lost: there are keys, but what they belong to is missing or damaged.
 */
export type Found =
  | { readonly state: 'ready'; readonly installation: Installation }
  | { readonly state: 'none' | 'unfinished' | 'lost' };

export function findInstallation(profile: Profile): Found {
  const read = readJsonFile(profile.installationFile, installation);
  if (read.state === 'read') return { state: 'ready', installation: read.value };
  if (read.state === 'damaged') return { state: 'lost' };
  if (existsSync(profile.unfinishedFile)) return { state: 'unfinished' };
  return { state: existsSync(join(profile.dataDir, 'keyring.json')) ? 'lost' : 'none' };
}

/** From here until `finishSetup` the data folder holds nothing that anybody relies on. */
export function beginSetup(profile: Profile): void {
  writeJsonFile(profile.unfinishedFile, { startedAtMs: nowMs() });
}

/** Makes the installation real: written whole, as the last act. */
export function finishSetup(
  profile: Profile,
  content: Omit<Installation, 'version' | 'createdAtMs'>,
): Installation {
  const made: Installation = { version: 1, ...content, createdAtMs: nowMs() };
  writeJsonFile(profile.installationFile, made);
  rmSync(profile.unfinishedFile, { force: true });
  return made;
}

/**
 * Clears what a broken set-up left, once the vault has given up its keys. Refuses to touch a
 * finished one.
 */
export function clearUnfinished(profile: Profile): void {
  if (!existsSync(profile.unfinishedFile) || existsSync(profile.installationFile)) {
    throw new Error('only an unfinished set-up is cleared');
  }
  rmSync(profile.dataDir, { recursive: true, force: true });
  rmSync(profile.unfinishedFile);
}
