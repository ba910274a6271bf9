import { beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '#build/check/finding.ts';
import { checkWords } from '#build/check/words.ts';
import { refused } from './tree.ts';

interface Plant {
  readonly file: string;
  readonly text: string;
  /** A word of the message, or the rule's name. */
  readonly says: string;
}

const plants: readonly Plant[] = [
  { file: 'backend/domain/clock.ts', text: 'export const n = Date.now();', says: "'Date'" },
  { file: 'backend/protocol/date.ts', text: 'export const d = new Date(0);', says: "'Date'" },
  { file: 'backend/domain/dice.ts', text: 'export const d = Math.random();', says: 'Math.random' },
  { file: 'backend/domain/env.ts', text: 'export const e = process.env;', says: "'process'" },
  { file: 'backend/service/wait.ts', text: 'setTimeout(() => 1, 2);', says: "'setTimeout'" },
  { file: 'backend/protocol/fs.ts', text: "export * from 'node:fs';", says: 'node:fs' },
  { file: 'backend/http/now.ts', text: 'export const n = Date.now();', says: 'Date.now' },
  { file: 'electron/engine/now.ts', text: 'export const n = Date.now();', says: 'Date.now' },
  { file: 'backend/store/dice.ts', text: 'export const d = Math.random();', says: 'Math.random' },
  {
    file: 'electron/main/people.ts',
    text: 'export const f = new Intl.NumberFormat();',
    says: "'Intl'",
  },
  {
    file: 'backend/http/people.ts',
    text: "export const f = (n: number) => n.toLocaleString('ru');",
    says: 'toLocaleString',
  },
  {
    file: 'electron/vault/store.ts',
    text: "import { findCredentials } from 'keytar';\nimport keytar from 'keytar';\nkeytar.findCredentials('x'); findCredentials('x');",
    says: 'findCredentials',
  },
  {
    file: 'renderer/features/sale/when.ts',
    text: 'export const f = new Intl.DateTimeFormat();',
    says: "'Intl'",
  },
  {
    file: 'renderer/features/sale/size.ts',
    text: 'export const w = window.innerWidth;',
    says: "'window'",
  },
  {
    file: 'renderer/app/keep.ts',
    text: "export const k = localStorage.getItem('k');",
    says: "'localStorage'",
  },
  { file: 'renderer/app/load.ts', text: "void fetch('/x');", says: "'fetch'" },
  { file: 'renderer/bridge/load.ts', text: "void fetch('/x');", says: "'fetch'" },
  { file: 'electron/preload/env.ts', text: 'export const e = process.env;', says: "'process'" },
  { file: 'backend/http/log.ts', text: "console.log('x');", says: 'no-console' },
  { file: 'backend/http/any.ts', text: 'export const a: any = 1;', says: 'no-explicit-any' },
  { file: 'backend/http/sure.ts', text: 'export const f = (a?: string) => a!;', says: 'non-null' },
  { file: 'backend/http/hush.ts', text: '// @ts-ignore\nexport const a = 1;', says: 'ts-ignore' },
  { file: 'backend/http/default.ts', text: 'export default 1;', says: 'no-default-export' },
  {
    file: 'backend/http/bare.ts',
    text: "import { readFileSync } from 'fs';\nreadFileSync('x');",
    says: 'prefer-node-protocol',
  },
  {
    file: 'test/unit/focus.test.ts',
    text: "import { expect, it } from 'vitest';\nit.only('a', () => expect(1).toBe(1));",
    says: 'no-focused-tests',
  },
  {
    file: 'test/unit/skip.test.ts',
    text: "import { expect, it } from 'vitest';\nit.skip('a', () => expect(1).toBe(1));",
    says: 'no-disabled-tests',
  },
  {
    file: 'test/unit/idle.test.ts',
    text: "import { it } from 'vitest';\nit('a', () => { String(1); });",
    says: 'expect-expect',
  },
];

const allowed: Readonly<Record<string, string>> = {
  'backend/adapter/system-clock.ts': 'export const n = Date.now();\n',
  'electron/engine/clock.ts': 'export const n = Date.now();\n',
  'renderer/ui/format/money.ts': 'export const f = new Intl.NumberFormat();\n',
  'renderer/bridge/window.ts': 'export const w = window.innerWidth;\n',
  'build/vite/any.config.ts': 'export default {};\n',
  'build/scripts/say.ts': "console.log('x');\n",
};

describe('the word list refuses', () => {
  let found: readonly Finding[] = [];

  beforeAll(async () => {
    const files = Object.fromEntries(plants.map(({ file, text }) => [file, `${text}\n`]));
    found = await refused(checkWords, { ...files, ...allowed });
  }, 60_000);

  it.each(plants)('$says in $file', ({ file, says }) => {
    const said = found
      .filter(({ at }) => at.startsWith(`${file}:`))
      .map(({ rule, message }) => `${rule} ${message}`);
    expect(said.join('\n')).toContain(says);
  });

  it.each(Object.keys(allowed))('nothing in %s', (file) => {
    expect(found.filter(({ at }) => at.startsWith(file))).toEqual([]);
  });
});
