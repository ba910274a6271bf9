import { describe, expect, it } from 'vitest';

import { packageDifferences } from '#build/setup/steps/npm-packages.mjs';
import { signed, stillHolds } from '#build/setup/steps/state.mjs';

const FOUND = {
  key: 'inputs',
  lock: 'lock',
  electron: null,
  sqliteBinding: null,
  problems: [],
  seconds: 1,
};

describe('a remembered set-up', () => {
  it('holds while inputs and files are the same', () => {
    expect(stillHolds(signed(FOUND), 'inputs')).toBe(true);
  });

  it('does not hold for other inputs, with problems, or without a memory', () => {
    expect(stillHolds(signed(FOUND), 'others')).toBe(false);
    expect(stillHolds(signed({ ...FOUND, problems: ['no Electron'] }), 'inputs')).toBe(false);
    expect(stillHolds(undefined, 'inputs')).toBe(false);
  });

  it('does not hold when a file that it checked is another one now', () => {
    const state = signed({ ...FOUND, sqliteBinding: import.meta.filename });
    expect(stillHolds(state, 'inputs')).toBe(true);
    expect(stillHolds({ ...state, sqliteSign: '1:1' }, 'inputs')).toBe(false);
    expect(stillHolds({ ...state, packagesSign: '1:1' }, 'inputs')).toBe(false);
  });
});

describe('installed packages', () => {
  const wanted = {
    packages: {
      '': { version: '1.0.0' },
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/b': { version: '2.0.0', integrity: 'sha512-b', optional: true },
    },
  };

  it('are complete without optional ones of other platforms', () => {
    const installed = { packages: { 'node_modules/a': wanted.packages['node_modules/a'] } };
    expect(packageDifferences(wanted, installed)).toEqual([]);
  });

  it('differ by version, by content and when an interrupted installation left no list', () => {
    const other = (entry: object): object => ({ packages: { 'node_modules/a': entry } });
    const names = ['node_modules/a'];
    expect(packageDifferences(wanted, other({ version: '1.0.1', integrity: 'sha512-a' }))).toEqual(
      names,
    );
    expect(packageDifferences(wanted, other({ version: '1.0.0', integrity: 'sha512-x' }))).toEqual(
      names,
    );
    expect(packageDifferences(wanted, undefined)).toEqual(names);
  });
});
