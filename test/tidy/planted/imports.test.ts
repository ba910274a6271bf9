import { beforeAll, describe, expect, it } from 'vitest';
import { checkImports } from '#build/check/imports.ts';
import { packageHomes, rooms } from '#build/rules/rooms.ts';
import { named, refused, type Files } from './tree.ts';

/** A harmless file in every room, and its alias. */
const target = (room: string): string =>
  room === 'backend' || room === 'electron' ? `${room}/entry.ts` : `${room}/planted/target.ts`;

const aliases: Readonly<Record<string, string>> = {
  backend: '#backend',
  'backend/domain': '#domain',
  'backend/protocol': '#protocol',
  'backend/service': '#service',
  'backend/sqlite': '#sqlite',
  'backend/http': '#http',
  'backend/store': '#store',
  'backend/adapter': '#adapter',
  'backend/demo': '#backend/demo',
  'electron/engine': '#engine',
  'electron/vault': '#vault',
  'electron/main': '#main',
  'electron/preload': '#preload',
  'renderer/ui': '#ui',
  'renderer/locales': '#locales',
  'renderer/bridge': '#bridge',
  'renderer/print': '#print',
  'renderer/features': '#features',
  'renderer/app': '#app',
  build: '#build',
  test: '#test',
};

/** `electron/entry.ts` has no alias: nobody may import it. */
const specifier = (room: string): string => `${aliases[room]}${target(room).slice(room.length)}`;
const names = Object.keys(rooms);

/** Every pair of rooms without an arrow between them. */
const forbiddenPairs = names.flatMap((from) =>
  names
    .filter((to) => to !== from && to in aliases && !rooms[from]?.rooms.includes(to))
    .map((to) => ({ from, to })),
);

const within = (room: string, file: string): string =>
  room === 'backend' || room === 'electron' ? `${room}/${file}` : `${room}/planted/${file}`;

/** The file that holds the forbidden import of one pair. */
const culprit = (from: string, to: string): string =>
  within(from, `reach-${to.replaceAll('/', '-')}.ts`);

function plantPairs(): Files {
  const targets = names.map((room) => [target(room), `export const here = '${room}';\n`]);
  const culprits = forbiddenPairs.map(({ from, to }) => [
    culprit(from, to),
    `import { here } from '${specifier(to)}';\nexport const reached = here;\n`,
  ]);
  return Object.fromEntries([...targets, ...culprits]);
}

const otherRoom = (homes: readonly string[]): string =>
  homes.some((home) => home.startsWith('electron/main')) ? 'electron/engine' : 'electron/main';

const stranger = (name: string, homes: readonly string[]): string =>
  within(otherRoom(homes), `names-${name.replaceAll(/[@/]/gu, '')}.ts`);

const oddities: Files = {
  'backend/domain/planted/node.ts': "import { readFileSync } from 'node:fs';\nreadFileSync('x');\n",
  'backend/domain/planted/package.ts': "import { v7 } from 'uuid';\nexport const id = v7;\n",
  'renderer/features/sale/sale.ts': "import { x } from '../shift/shift.ts';\nexport const y = x;\n",
  'renderer/features/shift/shift.ts': 'export const x = 1;\n',
  'backend/compose.ts':
    "import { here } from '#store/planted/target.ts';\nexport const s = here;\n",
  'test/sim/checker/sum.ts': "import { here } from '#domain/planted/target.ts';\nhere.at(0);\n",
  'backend/domain/planted/cycle-a.ts':
    "import { b } from './cycle-b.ts';\nexport const a = () => b;\n",
  'backend/domain/planted/cycle-b.ts':
    "import { a } from './cycle-a.ts';\nexport const b = () => a;\n",
  'backend/domain/planted/dead.ts':
    "import { gone } from '#domian/gone.ts';\nexport const g = gone;\n",
  'backend/domain/planted/undeclared.ts': "import { x } from 'left-pad';\nexport const y = x;\n",
  'backend/domain/planted/alone.ts': 'export const alone = 1;\n',
  'backend/service/planted/relative.ts':
    "import { here } from '../../domain/planted/target.ts';\nexport const h = here;\n",
  'renderer/features/sale/CardTable.vue':
    '<script setup lang="ts">\nimport { here } from \'#store/planted/target.ts\';\nhere.at(0);\n</script>\n<template><p /></template>\n',
};

describe('the import judge refuses', () => {
  let found: readonly string[] = [];

  beforeAll(async () => {
    const strangers = Object.entries(packageHomes).map(([name, homes]) => [
      stranger(name, homes),
      `import * as it from '${name}';\nexport const reached = it;\n`,
    ]);
    const files = { ...plantPairs(), ...oddities, ...Object.fromEntries(strangers) };
    found = named(await refused(checkImports, files));
  }, 60_000);

  it.each(names.filter((name) => name !== 'test'))('%s reaching beyond its arrows', (room) => {
    const expected = forbiddenPairs
      .filter(({ from }) => from === room)
      .map(({ from, to }) => `${culprit(from, to)}  arrow ${from}`);
    expect(expected.length).toBeGreaterThan(0);
    expect(found).toEqual(expect.arrayContaining(expected));
  });

  it.each(Object.entries(packageHomes))('%s outside its home', (name, homes) => {
    expect(found).toContain(`${stranger(name, homes)}  home of ${name}`);
  });

  it.each([
    ['backend/domain/planted/node.ts', 'no Node in backend/domain'],
    ['backend/domain/planted/package.ts', 'packages of backend/domain'],
    ['renderer/features/sale/sale.ts', 'feature to feature'],
    ['backend/compose.ts', 'only entries construct adapters'],
    ['test/sim/checker/sum.ts', 'checker knows the law alone'],
    ['backend/domain/planted/cycle-a.ts', 'no cycle'],
    ['backend/domain/planted/dead.ts', 'nothing unresolvable'],
    ['backend/domain/planted/undeclared.ts', 'nothing unresolvable'],
    ['backend/domain/planted/alone.ts', 'no orphan'],
    ['backend/service/planted/relative.ts', 'alias across rooms'],
    ['renderer/features/sale/CardTable.vue', 'arrow renderer/features'],
  ])('%s by the rule «%s»', (file, rule) => {
    expect(found).toContain(`${file}  ${rule}`);
  });
});

it('the import judge passes every arrow of the map', async () => {
  const arrows = names.flatMap((from) =>
    (rooms[from]?.rooms ?? []).filter((to) => to in aliases).map((to) => ({ from, to })),
  );
  const uses = arrows.map(({ from, to }) => {
    const root = from === 'backend' || from === 'electron';
    const file = root ? `${from}/entry-${to.replaceAll(/[^a-z]/gu, '')}.ts` : culprit(from, to);
    return [file, `import { here } from '${specifier(to)}';\nexport const reached = here;\n`];
  });
  const targets = names.map((room) => [target(room), `export const here = '${room}';\n`]);
  const found = await refused(checkImports, Object.fromEntries([...targets, ...uses]));
  expect(found.filter(({ rule }) => rule !== 'no orphan')).toEqual([]);
}, 60_000);
