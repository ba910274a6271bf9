import { pino, type DestinationStream, type Logger } from 'pino';
import { flatSecretPaths, secretPaths } from '#protocol/secret-names.ts';
import type { AuditEvent, AuditLog } from '#service/platform-ports.ts';

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Where the lines go; standard output when absent. */
  readonly destination?: DestinationStream;
}

const CENSOR = '[secret]';

/** JSON lines with UTC times; values under the names of secrets are cut out. */
export function makeLog({ level, destination }: LogOptions): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretPaths, censor: CENSOR },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/**
 * The same log for lines of texts and numbers alone, which come with every request: only their own
 * fields are searched for secrets.
 */
export function flatLog(log: Logger, bindings: Readonly<Record<string, boolean>> = {}): Logger {
  return log.child(bindings, { redact: { paths: flatSecretPaths, censor: CENSOR } });
}

/** The audit log as lines of the ordinary log, told apart by `audit: true`. */
export class PinoAudit implements AuditLog {
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = flatLog(log, { audit: true });
  }

  note({ event, userId, workstationId, subjectId, code }: AuditEvent): void {
    const line = { event, userId, workstationId, subjectId, code };
    this.#log.info(line, code === null ? 'accepted' : 'refused');
  }
}
