import { pino, type DestinationStream, type Logger } from 'pino';
import { secretPaths } from '#protocol/secret-names.ts';
import type { AuditEvent, AuditLog } from '#service/platform-ports.ts';

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Where the lines go; standard output when absent. */
  readonly destination?: DestinationStream;
}

/** JSON lines with UTC times; values under the names of secrets are cut out. */
export function makeLog({ level, destination }: LogOptions): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretPaths, censor: '[secret]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
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
