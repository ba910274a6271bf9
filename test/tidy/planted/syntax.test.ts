import { beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '#build/check/finding.ts';
import { checkSyntax } from '#build/check/syntax.ts';
import { PROJECTS, refused } from './tree.ts';

interface Plant {
  readonly file: string;
  readonly text: string;
  /** A word of the message, or the rule's name. */
  readonly says: string;
}

const windowWith = (setting: string): Plant => ({
  file: `electron/main/${setting.replace(/\W+/gu, '-').toLowerCase()}.ts`,
  text: `export const webPreferences = { ${setting} };`,
  says: `${setting.split(':')[0]} stays`,
});

const testWith = (name: string, statement: string, says: string): Plant => ({
  file: `test/unit/${name}.test.ts`,
  text: `import { describe, it, test, vi } from 'vitest';\n${statement}\nvoid [describe, it, test, vi];`,
  says,
});

const screenWith = (name: string, template: string, says: string): Plant => ({
  file: `renderer/features/sale/${name}.vue`,
  text: `<script setup lang="ts">\nconst html = '';\n</script>\n<template>${template}</template>`,
  says,
});

const manyLines = Array.from({ length: 80 }, (_, index) => `  total += ${index};`).join('\n');

const plants: readonly Plant[] = [
  ...['webSecurity: false', 'contextIsolation: false', 'sandbox: false', 'nodeIntegration: true']
    .concat(['allowRunningInsecureContent: true', 'webviewTag: true', 'bypassCSP: true'])
    .map(windowWith),
  testWith('only', "it.only('a', () => 1);", 'No focused'),
  testWith('todo', "it.todo('a');", 'No focused'),
  testWith('fixme', "test.fixme('a', () => 1);", 'No focused'),
  testWith('each', "describe.only.each([1])('a', () => 1);", 'No focused'),
  testWith('skip', "it.skip('a', () => 1);", 'names its reason'),
  testWith('skip-if', "it.skipIf(true)('a', () => 1);", 'gives no reason'),
  testWith('mock', "vi.mock('#domain/money/money.ts');", 'No mocks'),
  {
    file: 'backend/http/ending.ts',
    text: "import { x } from './other';\nexport const y = x;",
    says: 'carries its extension',
  },
  {
    file: 'backend/http/alias.ts',
    text: "import { x } from '#domain/money/money';\nexport const y = x;",
    says: 'carries its extension',
  },
  {
    file: 'backend/http/spread.ts',
    text: 'export const f = (a: 1, b: 1) => ({ ...{ a, b } });',
    says: 'Write the properties themselves',
  },
  { file: 'backend/http/now.ts', text: 'export const d = new Date();', says: 'Time is a port' },
  {
    file: 'backend/http/many.ts',
    text: 'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e];',
    says: 'max-params',
  },
  {
    file: 'backend/http/long.ts',
    text: `export function sum(): number {\n  let total = 0;\n${manyLines}\n  return total;\n}`,
    says: 'max-lines-per-function',
  },
  {
    file: 'backend/http/type.ts',
    text: "import { X } from './x.ts';\nexport const f = (x: X) => x;",
    says: 'consistent-type-imports',
  },
  {
    file: 'backend/http/forget.ts',
    text: 'const f = async (): Promise<void> => {};\nf();',
    says: 'no-floating-promises',
  },
  {
    file: 'test/unit/forget.test.ts',
    text: 'const f = async (): Promise<void> => {};\nf();',
    says: 'no-floating-promises',
  },
  {
    file: 'electron/engine/misuse.ts',
    text: 'const f = async (): Promise<boolean> => true;\nexport const g = f() ? 1 : 2;',
    says: 'no-misused-promises',
  },
  {
    file: 'backend/domain/open.ts',
    text: "export const f = (x: 'a' | 'b') => {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n};",
    says: 'switch-exhaustiveness-check',
  },
  screenWith('RawText', '<p>Продать</p>', 'no-raw-text'),
  screenWith('RawLabel', '<button type="button" aria-label="Продать">→</button>', 'no-raw-text'),
  screenWith('HtmlText', '<p v-html="html" />', 'no-v-html'),
  screenWith('NoAlt', '<img src="x.png" />', 'alt-text'),
  screenWith('ClickOnly', '<div @click="html" />', 'click-events-have-key-events'),
  screenWith('BareField', '<input type="text" />', 'form-control-has-label'),
  screenWith('Lonely', '<p />', 'multi-word-component-names'),
];

describe('the syntax rules refuse', () => {
  let found: readonly Finding[] = [];

  beforeAll(async () => {
    const files = Object.fromEntries(plants.map(({ file, text }) => [file, `${text}\n`]));
    found = await refused(checkSyntax, files, PROJECTS);
  }, 60_000);

  it.each(plants)('«$says» in $file', ({ file, says }) => {
    const said = found
      .filter(({ at }) => at.startsWith(`${file}:`))
      .map(({ rule, message }) => `${rule} ${message}`);
    expect(said.join('\n')).toContain(says);
  });
});

it('the syntax rules pass a skip with a reason and a typed screen', async () => {
  const found = await refused(
    checkSyntax,
    {
      'test/unit/reason.test.ts':
        "import { it } from 'vitest';\nit('a', (ctx) => {\n  ctx.skip(true, 'no display here');\n});\n",
      'test/e2e/sale.e2e.ts':
        "import { test } from '@playwright/test';\ntest.skip(!process.env['DISPLAY'], 'no display here');\n",
      'renderer/ui/status/StateBadge.vue':
        '<script setup lang="ts">\ndefineProps<{ text: string; icon?: string }>();\n</script>\n<template>\n  <p>{{ text }} — {{ icon }}</p>\n</template>\n',
      'backend/adapter/system-clock.ts': 'export const now = new Date();\n',
    },
    PROJECTS,
  );
  expect(found).toEqual([]);
}, 60_000);
