/** Rules of the import judge (dependency-cruiser), made from the map of rooms. */
import type { IForbiddenRuleType } from 'dependency-cruiser';
import { packageHomes, rooms, type Room } from './rooms.ts';

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
const anyOf = (paths: readonly string[]): string => paths.map(escape).join('|');

/**
 * Files directly in `backend/` or `electron/`: the composition roots have their own, wider rights.
 */
const ROOTS = new Set(['backend', 'electron']);
const filesOf = (name: string): string =>
  ROOTS.has(name) ? `^${escape(name)}/[^/]+$` : `^${escape(name)}/`;

function roomRules([name, room]: [string, Room]): IForbiddenRuleType[] {
  const from = { path: filesOf(name) };
  const reachable = [name, ...room.rooms].map(filesOf).join('|');
  const rules: IForbiddenRuleType[] = [
    {
      name: `arrow ${name}`,
      comment: `${name} may import: itself, ${room.rooms.join(', ') || 'no other room'}`,
      severity: 'error',
      from,
      to: { path: '^(backend|electron|renderer|build|test)/', pathNot: reachable },
    },
  ];
  if (!room.node) {
    rules.push({
      name: `no Node in ${name}`,
      severity: 'error',
      from,
      to: { dependencyTypes: ['core'] },
    });
  }
  if (room.packages) {
    const allowed = anyOf(room.packages);
    rules.push({
      name: `packages of ${name}`,
      comment: `allowed: ${room.packages.join(', ') || 'none'}`,
      severity: 'error',
      from,
      to: { path: '^node_modules/', pathNot: allowed ? `^node_modules/(${allowed})/` : '^$' },
    });
  }
  return rules;
}

/** A composition root: `entry.ts`, or `entry-utility.ts` where a house has several. */
const ENTRY = '(^|/)entry[a-z-]*\\.ts$';

const homeRules: IForbiddenRuleType[] = Object.entries(packageHomes).map(([name, homes]) => ({
  name: `home of ${name}`,
  comment: `${name} is named only in ${homes.join(', ')}`,
  severity: 'error',
  from: { path: '^(backend|electron|renderer)/', pathNot: `^(${anyOf(homes)})(/|$)` },
  to: { path: `^node_modules/(@types/)?${escape(name)}/` },
}));

const generalRules: IForbiddenRuleType[] = [
  {
    name: 'feature to feature',
    comment: 'what two features share belongs to ui, bridge, protocol or domain',
    severity: 'error',
    from: { path: '^renderer/features/([^/]+)/' },
    to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
  },
  {
    name: 'only entries construct adapters',
    comment: 'a composition root is called entry.ts or entry-….ts',
    severity: 'error',
    from: { path: '^backend/[^/]+$', pathNot: ENTRY },
    to: { path: '^backend/(http|store|adapter)/' },
  },
  {
    name: 'checker knows the law alone',
    comment: 'the simulator judges with its own arithmetic, never with the code it judges',
    severity: 'error',
    from: { path: '^test/sim/checker' },
    to: { path: '^(backend/(domain|service|store)|electron|renderer)/' },
  },
  { name: 'no cycle', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'nothing unresolvable',
    comment: 'an alias that stops resolving would make every other rule pass in silence',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'declared packages only',
    severity: 'error',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'no orphan',
    severity: 'error',
    from: {
      orphan: true,
      path: '^(backend|electron|renderer)/',
      pathNot: `${ENTRY}|\\.d\\.ts$|^renderer/locales/|/migrations/`,
    },
    to: {},
  },
];

export const forbidden: IForbiddenRuleType[] = [
  ...Object.entries(rooms).flatMap(roomRules),
  ...homeRules,
  ...generalRules,
];
