import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { RotatingFile } from './rotating-file.ts';

export type { Logger } from 'pino';

/** Names under which a secret could slip into a log by mistake (I9). */
const SECRET_NAMES = [
  'password',
  'passwordRepeat',
  'pin',
  'pan',
  'typed',
  'token',
  'refreshToken',
  'setupToken',
  'recoveryKey',
  'enrolmentCode',
];

const redacted = SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** Main's log: JSON lines in `main.log` of the profile, with secrets cut out. */
export function openLog(logDir: string): Logger {
  const file = new RotatingFile(join(logDir, 'main.log'));
  const options = { name: 'main', redact: { paths: redacted, censor: '[cut]' } };
  return pino(options, file);
}
