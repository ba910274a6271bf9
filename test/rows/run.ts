/**
 * `npm run rows [list…]`: every row with the tests that name it and their state in the last run.
 * Example: `npm run rows -- O C` prints two lists. It reads test/results/ and runs no test itself.
 */
import { readFileSync, statSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryFiles } from '#build/check/files.ts';
import { TOP } from '#build/check/tool.ts';
import { lastOutcomes } from './results.ts';
import { listOf, lists } from './rows.ts';
import { rowStates, type RowState, type State } from './state.ts';

const RESULTS = join(TOP, 'test/results');
const STATES: readonly State[] = ['green', 'red', 'not run', 'no test'];

function printRow({ id, title, tests, state }: RowState): void {
  console.log([id.padEnd(5), title.padEnd(74), tests.join(', ') || '—', state].join(' | '));
}

function totals(states: readonly RowState[]): string {
  return STATES.map(
    (state) => `${states.filter((row) => row.state === state).length} ${state}`,
  ).join(', ');
}

function printAge(name: string): void {
  const file = join(RESULTS, name);
  const age = existsSync(file) ? statSync(file).mtime.toISOString() : 'no report';
  console.log(`${name}: ${age}`);
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' } },
});
if (values.help === true) {
  console.log(
    `npm run rows -- [LIST…]: ${Object.keys(lists).join(', ')}; all lists when none is named`,
  );
  process.exit();
}
const sources = new Map(
  repositoryFiles(TOP)
    .filter((file) => /^test\/.*\.(test|e2e|sim)\.ts$/u.test(file))
    .map((file) => [file, readFileSync(join(TOP, file), 'utf8')]),
);
if (!existsSync(join(RESULTS, 'vitest.json'))) {
  console.error('There are no results to read yet: run `npm test` first.');
  process.exit(1);
}
const states = rowStates(sources, lastOutcomes(RESULTS));

for (const [letter, { name }] of Object.entries(lists)) {
  if (positionals.length > 0 && !positionals.includes(letter)) continue;
  const own = states.filter(({ id }) => listOf(id) === letter);
  console.log(`\n${letter}: ${name} (${totals(own)})`);
  own.forEach(printRow);
}

console.log('');
['vitest.json', 'playwright.json'].forEach(printAge);
const functions = states.filter(({ id }) => 'NORVP'.includes(listOf(id)));
console.log(`${functions.length} functions: ${totals(functions)}`);
console.log(`${states.length} rows: ${totals(states)}`);
