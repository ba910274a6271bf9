/**
 * Import judge: every arrow between rooms, cycles, dead aliases, orphans (rules in build/rules).
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { forbidden } from '../rules/imports.ts';
import { roomOf } from '../rules/rooms.ts';
import type { Finding, Guard } from './finding.ts';

const HOUSES = ['backend', 'electron', 'renderer', 'build', 'test'];

/**
 * Inside a room imports are relative; across rooms they carry the alias, so that a move is seen.
 */
function relativeAcrossRooms(result: ICruiseResult): Finding[] {
  return result.modules.flatMap((module) =>
    module.dependencies
      .filter(({ module, couldNotResolve }) => module.startsWith('.') && !couldNotResolve)
      .filter(({ resolved }) => ![undefined, roomOf(module.source)].includes(roomOf(resolved)))
      .map((dependency) => ({
        at: module.source,
        rule: 'alias across rooms',
        message: `${dependency.module} leaves the room; write it with its # alias`,
      })),
  );
}

export const checkImports: Guard = async (root) => {
  const houses = HOUSES.filter((house) => existsSync(join(root, house)));
  const reply = await cruise(
    houses,
    {
      baseDir: root,
      validate: true,
      preserveSymlinks: true,
      ruleSet: { forbidden },
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '^(out|dist|\\.types|test/results|build/setup/default-app)/' },
      outputType: 'json',
    },
    {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.vue', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  );
  const result: ICruiseResult =
    typeof reply.output === 'string' ? JSON.parse(reply.output) : reply.output;
  return [
    ...result.summary.violations.map((violation) => ({
      at: violation.from,
      rule: violation.rule.name,
      message: violation.to === violation.from ? 'nobody imports it' : `imports ${violation.to}`,
    })),
    ...relativeAcrossRooms(result),
  ];
};
