import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ok, refuse, type Result } from '#domain/result.ts';

/** The command line of the backend as a server. */

export const HELP = `Forecourt backend

  --data DIR           folder of the database; made when it is not there
  --database URL       a PostgreSQL database instead: postgres://user@host/name?sslmode=verify-full
  --password-file FILE password of that database; without it PGPASSWORD of the environment
  --port N             port to listen at; 0 takes a free one
  --demo               a demonstration network with invented stations, cards and people
  --restored           the database comes from a backup: bring back what was sold since
  --host ADDRESS       address to listen at (127.0.0.1)
  --host-name NAME     another name by which workstations call this backend; may be repeated
  --proxies N          how many proxies stand in front, one behind the other, and nothing else may
                       reach the port: where a request came from is then read from their header
                       (0: from the connection alone)
  --proxy-header NAME  the header to which each of them adds that address (X-Forwarded-For)
  --key-file FILE      key of the folder's database, 64 hex digits (network.key in the folder, made
                       at the first start)
  --log-level LEVEL    debug, info, warn, error or silent (info); the log goes to standard error
  --help               this text

create-network --data DIR [--key-file FILE] | --database URL [--password-file FILE]
    --name NETWORK --station NAME --zone Area/City --country CC --administrator LOGIN
    [--pumps N] [--administrator-name NAME] [--administrator-password-file FILE]
                       begins a real network: its first station (4 pumps), its administrator, and a
                       one-time code by which the first workstation joins. The password is asked at
                       the terminal, or read from the file. Afterwards start as above

migrate-store --from DIR --to URL [--key-file FILE] [--password-file FILE]
                       moves a network from its folder into an empty PostgreSQL database

verify --data DIR [--key-file FILE]
verify --database URL [--password-file FILE]
                       recomputes every balance of a network from its entries and names the first
                       difference; ends with 0 when the books agree, 1 when they do not
`;

const PORT_MAX = 65_535;
const PROXIES_MAX = 9;
const PROXY_HEADER = 'X-Forwarded-For';
const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** Where a network is kept. */
export type Place = FolderPlace | DatabasePlace;

export interface FolderPlace {
  readonly kind: 'folder';
  readonly dataDir: string;
  /** Null for the one in the folder. */
  readonly keyFile: string | null;
}

export interface DatabasePlace {
  readonly kind: 'database';
  readonly url: string;
  readonly passwordFile: string | null;
}

/** What stands in front of the backend, and tells it where a request came from. */
export interface Proxies {
  readonly count: number;
  readonly header: string;
}

export interface Arguments {
  readonly help: boolean;
  readonly place: Place;
  readonly port: number;
  readonly demonstration: boolean;
  readonly restored: boolean;
  readonly host: string;
  readonly hostNames: readonly string[];
  readonly proxies: Proxies | null;
  readonly level: (typeof LEVELS)[number];
}

type Usage = Result<never, 'USAGE'>;

/** A refusal with what is wrong with the arguments, as a sentence. */
export function usage(why: string): Usage {
  return refuse('USAGE', { why });
}

/** Reads the arguments of the command line; a refusal carries a sentence for the person. */
export function parseArguments(args: readonly string[]): Result<Arguments, 'USAGE'> {
  let values: ReturnType<typeof readOptions>;
  try {
    values = readOptions(args);
  } catch (error) {
    return usage(error instanceof Error ? error.message : 'The arguments cannot be read.');
  }
  const help = values.help ?? false;
  const place = help ? ok(folderPlace('.', undefined)) : placeOf(values);
  if (!place.ok) return place;
  if (!help && values.port === undefined) return usage('--port N is missing.');
  const port = Number(values.port ?? 0);
  if (!/^\d{1,5}$/u.test(values.port ?? '0') || port > PORT_MAX) {
    return usage(`--port ${values.port ?? ''} is not a number from 0 to ${PORT_MAX}.`);
  }
  const proxies = proxiesOf(values);
  if (!proxies.ok) return proxies;
  const level = LEVELS.find((known) => known === (values['log-level'] ?? 'info'));
  if (level === undefined) return usage(`--log-level is one of ${LEVELS.join(', ')}.`);
  return ok({
    help,
    place: place.value,
    port,
    demonstration: values.demo ?? false,
    restored: values.restored ?? false,
    host: values.host ?? '127.0.0.1',
    hostNames: values['host-name'] ?? [],
    proxies: proxies.value,
    level,
  });
}

type ProxyOptions = Partial<Record<'proxies' | 'proxy-header', string>>;

function proxiesOf(values: ProxyOptions): Result<Proxies | null, 'USAGE'> {
  const { proxies = '0', 'proxy-header': header } = values;
  const count = Number(proxies);
  if (!/^\d$/u.test(proxies)) {
    return usage(`--proxies ${proxies} is not a number from 0 to ${PROXIES_MAX}.`);
  }
  if (header !== undefined && !/^[a-z\d-]+$/iu.test(header)) {
    return usage(`--proxy-header ${header} is no name of a header.`);
  }
  if (count > 0) return ok({ count, header: header ?? PROXY_HEADER });
  return header === undefined ? ok(null) : usage('--proxy-header goes with --proxies N.');
}

export interface MoveArguments {
  readonly from: FolderPlace;
  readonly to: DatabasePlace;
}

/** Reads what follows `migrate-store`. */
export function parseMoveArguments(args: readonly string[]): Result<MoveArguments, 'USAGE'> {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      options: { from: text, to: text, 'key-file': text, 'password-file': text },
    });
    if (values.from === undefined) return usage('--from DIR is missing.');
    if (values.to === undefined) return usage('--to URL is missing.');
    const to = databasePlace(values.to, values['password-file']);
    return to.ok ? ok({ from: folderPlace(values.from, values['key-file']), to: to.value }) : to;
  } catch (error) {
    return usage(error instanceof Error ? error.message : 'The arguments cannot be read.');
  }
}

/** Reads what follows `verify`. */
export function parseVerifyArguments(args: readonly string[]): Result<Place, 'USAGE'> {
  try {
    return placeOf(parseArgs({ args: [...args], strict: true, options: PLACE_OPTIONS }).values);
  } catch (error) {
    return usage(error instanceof Error ? error.message : 'The arguments cannot be read.');
  }
}

/** The options that say where a network is, as `parseArgs` takes them. */
export const PLACE_OPTIONS = {
  data: { type: 'string' },
  'key-file': { type: 'string' },
  database: { type: 'string' },
  'password-file': { type: 'string' },
} as const;

type PlaceOptions = { readonly [option in keyof typeof PLACE_OPTIONS]?: string | undefined };

/** The one place that options name: a folder or a database. */
export function placeOf(values: PlaceOptions): Result<Place, 'USAGE'> {
  const { data, database } = values;
  if ((data === undefined) === (database === undefined)) {
    return usage('Either --data DIR or --database URL says where the network is.');
  }
  if (database !== undefined) return databasePlace(database, values['password-file']);
  return ok(folderPlace(data ?? '.', values['key-file']));
}

function folderPlace(folder: string, keyFile: string | undefined): FolderPlace {
  const file = keyFile === undefined ? null : resolve(keyFile);
  return { kind: 'folder', dataDir: resolve(folder), keyFile: file };
}

function databasePlace(
  text: string,
  passwordFile: string | undefined,
): Result<DatabasePlace, 'USAGE'> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^postgres(ql)?:$/u.test(url.protocol) || url.pathname.length < 2) {
    return usage('The database is named as postgres://user@host/name.');
  }
  if (url.password !== '' || url.searchParams.has('password')) {
    return usage('Everybody on the machine can read this line: use --password-file or PGPASSWORD.');
  }
  const file = passwordFile === undefined ? null : resolve(passwordFile);
  return ok({ kind: 'database', url: text, passwordFile: file });
}

function readOptions(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    options: {
      ...PLACE_OPTIONS,
      port: text,
      demo: flag,
      restored: flag,
      host: text,
      'host-name': { type: 'string', multiple: true },
      proxies: text,
      'proxy-header': text,
      'log-level': text,
      help: { ...flag, short: 'h' },
    },
  });
  return values;
}
