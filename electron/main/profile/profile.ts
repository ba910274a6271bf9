import { join } from 'node:path';

/** Where the files of one workstation lie. */
export interface Profile {
  readonly dir: string;
  /** Databases, marker of the keys and head file; owned by engine, backend and vault. */
  readonly dataDir: string;
  readonly logDir: string;
  readonly settingsFile: string;
  readonly windowFile: string;
  /** Written as the last act of a set-up. */
  readonly installationFile: string;
  /** Written as the first act of a set-up, removed after the last. */
  readonly unfinishedFile: string;
}

export function profileIn(dir: string): Profile {
  return {
    dir,
    dataDir: join(dir, 'data'),
    logDir: join(dir, 'logs'),
    settingsFile: join(dir, 'settings.json'),
    windowFile: join(dir, 'window.json'),
    installationFile: join(dir, 'installation.json'),
    unfinishedFile: join(dir, 'setup-unfinished.json'),
  };
}
