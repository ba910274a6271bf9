/** `npm run bench`: the product beside what it cannot be better than, in one run and one table. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { httpPart } from './http/http-part.ts';
import { offlinePart } from './offline/offline-part.ts';
import { HELP, readOptions, type Options, type PartName } from './options.ts';
import type { Bench, Part } from './part.ts';
import { headLines, loadNow, machine, type Machine } from './table/machine.ts';
import type { Row } from './table/row.ts';
import { markdownTable, plainTable } from './table/table.ts';
import { memoryPart } from './window/memory-part.ts';
import { startPart } from './window/start-part.ts';

const EXIT_FAULT = 1;
const EXIT_USAGE = 2;

const parts: Readonly<Record<PartName, Part>> = {
  start: startPart,
  offline: offlinePart,
  http: httpPart,
  memory: memoryPart,
};

interface Outcome {
  readonly rows: readonly Row[];
  /** Parts that came to no figures, and why. */
  readonly faults: readonly string[];
}

async function main(args: readonly string[]): Promise<void> {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    process.stderr.write(`${textOf(error)}\n\n${HELP}`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'forecourt-bench-'));
  try {
    const loadBefore = loadNow();
    const outcome = await runAll(options, folder);
    print(options, machine(folder, loadBefore), outcome);
    if (outcome.faults.length > 0) process.exitCode = EXIT_FAULT;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runAll({ only, quick }: Options, folder: string): Promise<Outcome> {
  const rows: Row[] = [];
  const faults: string[] = [];
  for (const part of only.map((name) => parts[name])) {
    say(`${part.title} …`);
    try {
      rows.push(...(await runBounded(part, { folder, quick, say })));
    } catch (error) {
      faults.push(`${part.title}: ${textOf(error)}`);
    }
  }
  return { rows, faults };
}

/** The part is told to stop when its time is over; its processes end with it. */
async function runBounded(part: Part, bench: Omit<Bench, 'signal'>): Promise<readonly Row[]> {
  const control = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const tooLong = new Error(`took longer than ${part.longestMs / 1_000} s`);
    control.abort(tooLong);
    late.reject(tooLong);
  }, part.longestMs);
  try {
    return await Promise.race([part.run({ ...bench, signal: control.signal }), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function print({ form, quick }: Options, facts: Machine, { rows, faults }: Outcome): void {
  const head = headLines(facts);
  if (quick) head.push('Quick run: shows that everything works, no figures to quote.');
  const lines = {
    plain: () => [...head, '', plainTable(rows)],
    markdown: () => [...head.map((line) => `${line}  `), '', markdownTable(rows)],
    json: () => [JSON.stringify({ machine: facts, quick, rows, faults })],
  }[form]();
  process.stdout.write(`${lines.join('\n')}\n`);
  for (const fault of faults) process.stderr.write(`No figures: ${fault}\n`);
}

/** Beside the table, so that the table can be kept in a file. */
function say(line: string): void {
  process.stderr.write(`bench: ${line}\n`);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

await main(process.argv.slice(2));
