import { beforeAll, describe, expect, it } from 'vitest';
import { checkTypes } from '#build/check/types.ts';
import { named, PROJECTS, refused } from './tree.ts';

const faults: Readonly<Record<string, string>> = {
  'backend/domain/file.ts': "import { readFileSync } from 'node:fs';\nreadFileSync('x');\n",
  'backend/domain/env.ts': 'export const pid = process.pid;\n',
  'backend/domain/page.ts': 'export const title = document.title;\n',
  'backend/protocol/page.ts': 'export const now = performance.now();\n',
  'backend/domain/enum.ts': 'export enum Kind {\n  Fuel,\n}\n',
  'backend/domain/index.ts': 'export const first = (x: string[]): string => x[0];\n',
  'backend/domain/optional.ts':
    'const o: { a?: number } = { a: undefined };\nexport const size = o.a;\n',
  'electron/engine/reach.ts':
    "import { secret } from '#store/secret.ts';\nexport const reached = secret;\n",
  'renderer/features/sale/CardTable.vue':
    '<script setup lang="ts">\nimport { secret } from \'#store/secret.ts\';\nconst text = secret;\n</script>\n<template>{{ text }}</template>\n',
  'renderer/features/sale/CardProps.vue':
    '<script setup lang="ts">\nimport CardName from \'./CardName.vue\';\n</script>\n<template><CardName :number="1" /></template>\n',
};

const sound: Readonly<Record<string, string>> = {
  'backend/store/secret.ts': "export const secret = 'rows';\n",
  'backend/http/uses.ts': "import { port } from '#service/port.ts';\nexport const p = port;\n",
  // This project takes scripts only, and a project without a file is an error of its own.
  'build/setup/steps.mjs': 'export const steps = 1;\n',
  'backend/service/port.ts': 'export const port = 1;\n',
  'renderer/features/sale/CardName.vue':
    '<script setup lang="ts">\ndefineProps<{ number: string }>();\n</script>\n<template>{{ number }}</template>\n',
};

describe('the compiler refuses', () => {
  let found: readonly string[] = [];

  beforeAll(async () => {
    found = named(await refused(checkTypes, { ...faults, ...sound }, PROJECTS));
  }, 120_000);

  it.each([
    ['backend/domain/file.ts', 'TS2591'],
    ['backend/domain/env.ts', 'TS2591'],
    ['backend/domain/page.ts', 'TS2584'],
    ['backend/protocol/page.ts', 'TS2304'],
    ['backend/domain/enum.ts', 'TS1294'],
    ['backend/domain/index.ts', 'TS2322'],
    ['backend/domain/optional.ts', 'TS2375'],
    ['electron/engine/reach.ts', 'TS6307'],
    ['renderer/features/sale/CardTable.vue', 'TS6307'],
    ['renderer/features/sale/CardProps.vue', 'TS2322'],
  ])('%s with %s', (file, code) => {
    expect(found).toContain(`${file}  ${code}`);
  });

  it('nothing in sound files', () => {
    expect(
      found.filter((text) => Object.keys(sound).some((file) => text.startsWith(file))),
    ).toEqual([]);
  });
});
