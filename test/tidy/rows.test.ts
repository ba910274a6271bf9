import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFiles } from '#build/check/files.ts';
import { TOP } from '#build/check/tool.ts';
import { readPlaywright, readVitest } from '../rows/results.ts';
import { idsIn, listOf, lists, rows } from '../rows/rows.ts';
import { rowStates } from '../rows/state.ts';

const known = new Set(rows.map(({ id }) => id));
const bracket = (id: string): string => `[${id}]`;

describe('the list of rows', () => {
  it('has 132 functions, every list whole and without a gap', () => {
    expect(rows.filter(({ id }) => 'NORVP'.includes(listOf(id)))).toHaveLength(132);
    for (const [letter, { count }] of Object.entries(lists)) {
      const numbers = rows
        .filter(({ id }) => listOf(id) === letter)
        .map(({ id }) => Number(id.replace(/\D/gu, '')));
      expect(numbers, letter).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    }
  });

  it('has a title of one line for each', () => {
    expect(rows.filter(({ title }) => title.length < 10 || title.length > 90)).toEqual(
      rows.filter(({ id }) => ['D-11'].includes(id)),
    );
  });

  it('knows every id that a test names', () => {
    const strangers = repositoryFiles(TOP)
      .filter(
        (file) => /^test\/.*\.(test|e2e|sim)\.ts$/u.test(file) && !file.startsWith('test/tidy/'),
      )
      .flatMap((file) =>
        idsIn(readFileSync(join(TOP, file), 'utf8'))
          .filter((id) => !known.has(id))
          .map((id) => `${file} ${id}`),
      );
    expect(strangers).toEqual([]);
  });
});

describe('the state of a row', () => {
  it('takes one or several ids from a title', () => {
    expect(idsIn(`${bracket('O-14')}${bracket('C8')} at the limit`)).toEqual(['O-14', 'C8']);
    expect(idsIn(`${bracket('N-16, O-15')} x[0] ${bracket('note')}`)).toEqual(['N-16', 'O-15']);
  });

  it('is green when its tests passed, red when one failed, and never better than was seen', () => {
    const named = ['O-01', 'O-02', 'O-03', 'O-04'];
    const sources = new Map([['test/a.test.ts', named.map(bracket).join('')]]);
    const states = rowStates(sources, [
      { title: `${bracket('O-01')} a`, outcome: 'passed' },
      { title: `${bracket('O-02')} a`, outcome: 'passed' },
      { title: `${bracket('O-02')} b`, outcome: 'failed' },
      { title: `${bracket('O-03')} a`, outcome: 'skipped' },
    ]);
    const stateOf = (id: string): unknown => states.find((row) => row.id === id)?.state;
    expect([...named, 'O-05'].map(stateOf)).toEqual([
      'green',
      'red',
      'not run',
      'not run',
      'no test',
    ]);
  });

  it('is read from both reports, and a second try is no pass', () => {
    const vitest = { testResults: [{ assertionResults: [{ fullName: 'a', status: 'passed' }] }] };
    expect(readVitest(vitest)).toEqual([{ title: 'a', outcome: 'passed' }]);
    const specs = [{ title: 'b', tests: [{ status: 'flaky' }] }];
    const playwright = { suites: [{ title: 'f', suites: [{ title: 's', specs }] }] };
    expect(readPlaywright(playwright)).toEqual([{ title: 'f s b', outcome: 'failed' }]);
  });
});
