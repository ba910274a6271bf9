/** `npm run bench`: the product beside what it cannot be better than, in one run and one table. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commitPart } from './commit/commit-part.ts';
import { declinesPart } from './declines/declines-part.ts';
import { firstPart } from './first/first-part.ts';
import { growthPart } from './growth/growth-part.ts';
import { historyPart } from './history/history-part.ts';
import { httpPart } from './http/http-part.ts';
import { offlinePart } from './offline/offline-part.ts';
import { syncPart } from './sync/sync-part.ts';
import { HELP, readOptions, type Options, type PartName } from './options.ts';
import type { Bench, Part } from './part.ts';
import { headLines, loadNow, machine, type Machine } from './table/machine.ts';
import type { Row } from './table/row.ts';
import { postgresPart } from './postgres/postgres-part.ts';
import { stormPart } from './storm/storm-part.ts';
import { markdownTable, plainTable } from './table/table.ts';
import { belowGate, targetText } from './table/judge.ts';
import { memoryPart } from './window/memory-part.ts';
import { startPart } from './window/start-part.ts';

const EXIT_FAULT = 1;
const EXIT_USAGE = 2;
const EXIT_INTERRUPTED = 130;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const CLEARING_UP_MS = 10_000;

const parts: Readonly<Record<PartName, Part>> = {
  start: startPart,
  offline: offlinePart,
  commit: commitPart,
  postgres: postgresPart,
  http: httpPart,
  sync: syncPart,
  first: firstPart,
  history: historyPart,
  declines: declinesPart,
  storm: stormPart,
  growth: growthPart,
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
    if (outcome.faults.length > 0) process.exitCode ??= EXIT_FAULT;
    if (options.gate) judge(outcome);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runAll({ parts: names, quick }: Options, folder: string): Promise<Outcome> {
  const rows: Row[] = [];
  const faults: string[] = [];
  for (const part of names.map((name) => parts[name])) {
    if (process.exitCode === EXIT_INTERRUPTED) break;
    say(`${part.title} …`);
    try {
      rows.push(...(await runBounded(part, { folder, quick, say })));
    } catch (error) {
      faults.push(`${part.title}: ${textOf(error)}`);
    }
  }
  return { rows, faults };
}

/**
 * The part is told to stop when its time is over or somebody interrupts, and gets a while to end
 * its processes.
 */
async function runBounded(part: Part, bench: Omit<Bench, 'signal'>): Promise<readonly Row[]> {
  const control = new AbortController();
  const { signal } = control;
  const stop = (why: string): void => control.abort(new Error(why));
  const late = (): void => stop(`took longer than ${part.longestMs / 1_000} s`);
  const timer = setTimeout(late, part.longestMs);
  const interrupted = (): void => {
    process.exitCode = EXIT_INTERRUPTED;
    stop('interrupted');
  };
  for (const name of STOP_SIGNALS) process.once(name, interrupted);
  const stopped = once(signal, 'abort').then(() => delay(CLEARING_UP_MS, null, { ref: false }));
  try {
    const rows = await Promise.race([part.run({ ...bench, signal }), stopped]);
    signal.throwIfAborted();
    return rows ?? [];
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    for (const name of STOP_SIGNALS) process.off(name, interrupted);
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

/** What is below the gate, by name; the run fails with it. */
function judge({ rows }: Outcome): void {
  const below = belowGate(rows);
  for (const row of below) say(`below 70 % of its target: ${row.what} (${targetText(row)})`);
  if (below.length > 0) process.exitCode ??= EXIT_FAULT;
}

/** Beside the table, so that the table can be kept in a file. */
function say(line: string): void {
  process.stderr.write(`bench: ${line}\n`);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

await main(process.argv.slice(2));
