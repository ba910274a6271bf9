/**
 * The map of rooms (build/rules/rooms.ts) against the compiler's projects and the folders
 * themselves.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFiles } from '#build/check/files.ts';
import { TOP } from '#build/check/tool.ts';
import { roomOf, rooms } from '#build/rules/rooms.ts';

interface Project {
  readonly references?: readonly { readonly path: string }[];
}

const read = (path: string): Project => JSON.parse(readFileSync(join(TOP, path), 'utf8'));
const referencesOf = (folder: string, file = 'tsconfig.json'): string[] =>
  (read(join(folder, file)).references ?? []).map(({ path }) => normalize(join(folder, path)));

const files = repositoryFiles(TOP);
/** The screens are one project: their inner arrows are the import judge's alone. */
const ownProject = Object.keys(rooms).filter(
  (room) => !room.startsWith('renderer/') || room === 'renderer/bridge',
);

describe('every room', () => {
  it.each(ownProject)('%s may reference no project that its arrows do not name', (room) => {
    const allowed = [room, 'renderer', ...(rooms[room]?.rooms ?? [])];
    const wider = referencesOf(room).filter(
      (reference) =>
        !allowed.includes(reference) && !allowed.includes(roomOf(`${reference}/`) ?? ''),
    );
    expect(wider).toEqual([]);
  });

  it.each(ownProject)('%s is among the projects that check compiles', (room) => {
    expect(referencesOf('build/tsconfig', 'all.json')).toContain(room);
  });
});

it('every TypeScript and Vue file of the product lies in a room', () => {
  const homeless = files
    .filter((file) => /^(backend|electron|renderer)\/.*\.(ts|vue)$/u.test(file))
    .filter((file) => roomOf(file) === undefined);
  expect(homeless).toEqual([]);
});

it('backend and electron hold only rooms of the map', () => {
  const folders = new Set(
    files
      .map((file) => dirname(file).split('/').slice(0, 2).join('/'))
      .filter((folder) => /^(backend|electron|renderer)\//u.test(folder)),
  );
  expect([...folders].filter((folder) => !(folder in rooms))).toEqual([]);
});

it('every room that has files has a map of its own, README.md', () => {
  const inhabited = Object.keys(rooms).filter((room) =>
    files.some(
      (file) =>
        roomOf(file) === room && /\.(ts|vue|json)$/u.test(file) && !file.endsWith('tsconfig.json'),
    ),
  );
  expect(inhabited.filter((room) => !existsSync(join(TOP, room, 'README.md')))).toEqual([]);
});
