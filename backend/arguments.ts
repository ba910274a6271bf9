import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ok, refuse, type Result } from '#domain/result.ts';

/** The command line of the backend as a server. */

export const HELP = `Forecourt backend

  --data DIR         folder of the database; made when it is not there
  --port N           port to listen at; 0 takes a free one
  --demo             a demonstration network with invented stations, cards and people
  --host ADDRESS     address to listen at (127.0.0.1)
  --host-name NAME   another name by which workstations call this backend; may be repeated
  --key-file FILE    database key, 64 hex digits (network.key in the folder, made at the first start)
  --log-level LEVEL  debug, info, warn, error or silent (info); the log goes to standard error
  --help             this text
`;

const PORT_MAX = 65_535;
const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export interface Arguments {
  readonly help: boolean;
  readonly dataDir: string;
  readonly port: number;
  readonly demonstration: boolean;
  readonly host: string;
  readonly hostNames: readonly string[];
  readonly keyFile: string | null;
  readonly level: (typeof LEVELS)[number];
}

/** Reads the arguments of the command line; a refusal carries a sentence for the person. */
export function parseArguments(args: readonly string[]): Result<Arguments, 'USAGE'> {
  const usage = (why: string): Result<never, 'USAGE'> => refuse('USAGE', { why });
  let values: ReturnType<typeof readOptions>;
  try {
    values = readOptions(args);
  } catch (error) {
    return usage(error instanceof Error ? error.message : 'The arguments cannot be read.');
  }
  const help = values.help ?? false;
  if (!help && values.data === undefined) return usage('--data DIR is missing.');
  if (!help && values.port === undefined) return usage('--port N is missing.');
  const port = Number(values.port ?? 0);
  if (!/^\d{1,5}$/u.test(values.port ?? '0') || port > PORT_MAX) {
    return usage(`--port ${values.port ?? ''} is not a number from 0 to ${PORT_MAX}.`);
  }
  const level = LEVELS.find((known) => known === (values['log-level'] ?? 'info'));
  if (level === undefined) return usage(`--log-level is one of ${LEVELS.join(', ')}.`);
  return ok({
    help,
    dataDir: resolve(values.data ?? '.'),
    port,
    demonstration: values.demo ?? false,
    host: values.host ?? '127.0.0.1',
    hostNames: values['host-name'] ?? [],
    keyFile: values['key-file'] === undefined ? null : resolve(values['key-file']),
    level,
  });
}

function readOptions(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    options: {
      data: text,
      port: text,
      demo: flag,
      host: text,
      'host-name': { type: 'string', multiple: true },
      'key-file': text,
      'log-level': text,
      help: { ...flag, short: 'h' },
    },
  });
  return values;
}
