import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { secretPaths } from '#protocol/secret-names.ts';
import { RotatingFile } from './rotating-file.ts';

export type { Logger } from 'pino';

/** Main's log: JSON lines in `main.log` of the profile, with secrets cut out. */
export function openLog(logDir: string): Logger {
  const file = new RotatingFile(join(logDir, 'main.log'));
  const options = { name: 'main', redact: { paths: secretPaths, censor: '[secret]' } };
  return pino(options, file);
}
