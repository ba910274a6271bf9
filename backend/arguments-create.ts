import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ok, type Result } from '#domain/result.ts';
import { brokenName } from '#domain/text/one-line.ts';
import { routes } from '#protocol/routes.ts';
import { PLACE_OPTIONS, placeOf, usage, type Place } from './arguments.ts';

const { networkName, station, administrator } = routes['network.create'].input.shape;
const beginning = z.strictObject({
  networkName,
  station,
  administrator: administrator.omit({ password: true }),
});

export interface CreateArguments {
  readonly place: Place;
  readonly network: z.infer<typeof beginning>;
  /** File of the administrator's password; null where it is asked at the terminal. */
  readonly passwordFile: string | null;
}

/** As many as the first screen of a workstation proposes. */
const USUAL_PUMPS = '4';

/** What an option must hold, by the field it fills in. */
const EXPECTED: Readonly<Record<string, string>> = {
  networkName: '--name NETWORK is the name of the network, of 1 to 200 letters in one line.',
  'station.name':
    '--station NAME is the name of its first station, of 1 to 200 letters in one line.',
  'station.zone': '--zone is the time zone of the station, such as Europe/Moscow or Asia/Almaty.',
  'station.country': '--country is the country of the station in two capitals, such as RU or KZ.',
  'station.pumpCount': '--pumps is a number from 0 to 99.',
  'administrator.login': '--administrator LOGIN is how the administrator signs in.',
  'administrator.displayName': '--administrator-name NAME has 1 to 200 letters in one line.',
};

/** Reads what follows `create-network`. A password never stands in the line itself. */
export function parseCreateArguments(args: readonly string[]): Result<CreateArguments, 'USAGE'> {
  let values: ReturnType<typeof readOptions>;
  try {
    values = readOptions(args);
  } catch (error) {
    return usage(error instanceof Error ? error.message : 'The arguments cannot be read.');
  }
  const place = placeOf(values);
  if (!place.ok) return place;
  const network = beginning.safeParse(networkIn(values));
  if (!network.success) {
    return expected(network.error.issues[0]?.path.join('.') ?? '');
  }
  const broken = brokenName(network.data);
  if (broken !== null) return expected(broken);
  const file = values['administrator-password-file'];
  const passwordFile = file === undefined ? null : resolve(file);
  return ok({ place: place.value, network: network.data, passwordFile });
}

function expected(field: string): ReturnType<typeof usage> {
  return usage(EXPECTED[field] ?? `${field} is not as it should be.`);
}

function networkIn(values: ReturnType<typeof readOptions>): unknown {
  const { name, station: stationName, zone, country, pumps = USUAL_PUMPS } = values;
  const login = values.administrator;
  return {
    networkName: name,
    station: {
      name: stationName,
      zone,
      country,
      owner: 'own',
      pumpCount: /^\d{1,2}$/u.test(pumps) ? Number(pumps) : null,
      address: null,
    },
    administrator: { login, displayName: values['administrator-name'] ?? login },
  };
}

function readOptions(args: readonly string[]) {
  const text = { type: 'string' } as const;
  return parseArgs({
    args: [...args],
    strict: true,
    options: {
      ...PLACE_OPTIONS,
      name: text,
      station: text,
      zone: text,
      country: text,
      pumps: text,
      administrator: text,
      'administrator-name': text,
      'administrator-password-file': text,
    },
  }).values;
}
