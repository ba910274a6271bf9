/** State of each row: what its tests said in the last run, and whether it has tests at all. */
import type { TestOutcome } from './results.ts';
import { idsIn, rows, type Row } from './rows.ts';

export type State = 'green' | 'red' | 'not run' | 'no test';

export interface RowState extends Row {
  /** Files that name the row. */
  readonly tests: readonly string[];
  readonly state: State;
}

function stateOf(outcomes: readonly TestOutcome['outcome'][], hasTest: boolean): State {
  if (outcomes.includes('failed')) return 'red';
  if (outcomes.includes('passed')) return 'green';
  return hasTest || outcomes.length > 0 ? 'not run' : 'no test';
}

/**
 * @param sources test files, path → text: where a row is named
 * @param outcomes tests of the last run, with their full titles
 */
export function rowStates(
  sources: ReadonlyMap<string, string>,
  outcomes: readonly TestOutcome[],
): RowState[] {
  const filesById = new Map<string, Set<string>>();
  for (const [file, text] of sources) {
    for (const id of idsIn(text)) filesById.set(id, (filesById.get(id) ?? new Set()).add(file));
  }
  const outcomesById = new Map<string, TestOutcome['outcome'][]>();
  for (const { title, outcome } of outcomes) {
    for (const id of idsIn(title)) outcomesById.set(id, [...(outcomesById.get(id) ?? []), outcome]);
  }
  return rows.map((row) => {
    const tests = [...(filesById.get(row.id) ?? [])];
    return { ...row, tests, state: stateOf(outcomesById.get(row.id) ?? [], tests.length > 0) };
  });
}
