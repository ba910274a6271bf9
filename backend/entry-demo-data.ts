import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { destination } from 'pino';
import { readKeyFile } from '#adapter/key-file/key-file.ts';
import { makeLog } from '#adapter/log/pino-log.ts';
import { openService } from './entry-compose.ts';
import { isDemoSize, sizes, type DemoSizeName } from '#backend/demo/model.ts';
import { seedDemonstration } from '#backend/demo/seed.ts';

/**
 * A demonstration network in a folder of its own: `npm run demo-data -- --size full --data DIR`.
 */

const HELP = `Forecourt demonstration data

  --data DIR     folder for the database; it must hold no network yet
  --size SIZE    ${Object.keys(sizes).join(', ')} (small)
  --seed N       another network for another number (1)
  --until DATE   last day of the history is the day before, as YYYY-MM-DD (today)
  --help         this text

Afterwards: npm run backend -- --data DIR --port N --demo
`;

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const STANDARD_ERROR = 2;
const DEFAULT_SEED = 1;

interface Arguments {
  readonly dataDir: string;
  readonly size: DemoSizeName;
  readonly seed: number;
  readonly untilMs: number | null;
}

/** Null asks for the help text alone; a text is what is wrong with the arguments. */
function parseArguments(args: readonly string[]): Arguments | string | null {
  const text = { type: 'string' } as const;
  const options = {
    data: text,
    size: text,
    seed: text,
    until: text,
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], strict: true, options });
    const { data, size = 'small', seed = String(DEFAULT_SEED), until } = values;
    if (values.help === true) return null;
    if (data === undefined) return '--data DIR is missing.';
    if (!isDemoSize(size)) return `--size is one of ${Object.keys(sizes).join(', ')}.`;
    if (!/^\d{1,9}$/u.test(seed)) return '--seed is a number.';
    const untilMs = until === undefined ? null : Date.parse(`${until}T00:00:00Z`);
    if (Number.isNaN(untilMs)) return '--until is a date like 2026-11-21.';
    return { dataDir: resolve(data), size, seed: Number(seed), untilMs };
  } catch (error) {
    return error instanceof Error ? error.message : 'The arguments cannot be read.';
  }
}

async function run({ dataDir, size, seed, untilMs }: Arguments): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const key = await readKeyFile(join(dataDir, 'network.key'), true);
  const log = makeLog({ level: 'warn', destination: destination({ dest: STANDARD_ERROR }) });
  const databaseKeyHex = key.keyHex;
  const opened = await openService({ dataDir, databaseKeyHex, setupToken: null, log });
  if (!opened.ok) throw new Error(`the database cannot be opened: ${opened.code}`);
  const { service, close } = opened.value;
  try {
    if ((await service.stores.identity.network()) !== null) {
      throw new Error('this folder holds a network already; take an empty one');
    }
    const result = await seedDemonstration(service, {
      size,
      seed,
      ...(untilMs === null ? {} : { untilMs }),
      onProgress: (count) => process.stdout.write(`${count} operations\n`),
    });
    const { stationCount, contractCount, cardCount, operationCount } = result;
    process.stdout.write(
      `Done: ${stationCount} stations, ${contractCount} contracts, ${cardCount} cards, ` +
        `${operationCount} operations in ${dataDir}\n`,
    );
  } finally {
    await close();
  }
}

const parsed = parseArguments(process.argv.slice(2));
if (parsed === null) process.stdout.write(HELP);
else if (typeof parsed === 'string') {
  process.stderr.write(`${parsed}\n\n${HELP}`);
  process.exitCode = EXIT_USAGE;
} else {
  await run(parsed).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : 'unknown fault';
    process.stderr.write(`No demonstration was made: ${reason}\n`);
    process.exitCode = EXIT_FAILED;
  });
}
