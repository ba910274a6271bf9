import { pino, type DestinationStream, type Logger } from 'pino';
import type { AuditEvent, AuditLog } from '#service/platform-ports.ts';

/**
 * Names under which a secret could travel. Nothing of the kind is handed to the log on purpose;
 * this is the second lock (I9).
 */
const SECRET_NAMES = [
  'authorization',
  'forecourt-session',
  'cookie',
  'password',
  'pin',
  'repeat',
  'pan',
  'panHash',
  'token',
  'accessToken',
  'refreshToken',
  'setupToken',
  'enrolmentCode',
  'signature',
  'privateKey',
  'signingPrivateKey',
  'panKey',
  'pinKey',
  'verifier',
  'passwordHash',
];
const DEPTHS = ['', '*.', '*.*.'];

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Where the lines go; standard output when absent. */
  readonly destination?: DestinationStream;
}

/** JSON lines with UTC times; values under the names of secrets are cut out. */
export function makeLog({ level, destination }: LogOptions): Logger {
  const paths = DEPTHS.flatMap((depth) => SECRET_NAMES.map((name) => `${depth}${quoted(name)}`));
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[secret]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function quoted(name: string): string {
  return /^\w+$/u.test(name) ? name : `["${name}"]`;
}

/** The audit log as lines of the ordinary log, told apart by `audit: true`. */
export class PinoAudit implements AuditLog {
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log.child({ audit: true });
  }

  note(event: AuditEvent): void {
    this.#log.info(event, event.code === null ? 'accepted' : 'refused');
  }
}
