/**
 * The map of rooms: who may import whom, and which room may name which package.
 * The import judge reads it, and test/tidy/rooms.test.ts compares every tsconfig.json with it.
 */

export interface Room {
  /** Rooms whose files this one may import, beside its own. */
  readonly rooms: readonly string[];
  /** May it import Node's own modules? */
  readonly node: boolean;
  /** The only packages it may import; a room without this list is bound by `packageHomes` alone. */
  readonly packages?: readonly string[];
}

const BACKEND_INSIDE = [
  'backend/domain',
  'backend/protocol',
  'backend/service',
  'backend/sqlite',
  'backend/http',
  'backend/store',
  'backend/adapter',
  'backend/demo',
  'backend/programmes',
];

const RENDERER_BASE = ['backend/domain', 'backend/protocol'];

/** A room is a folder; a file belongs to the longest path that contains it. */
export const rooms: Readonly<Record<string, Room>> = {
  'backend/domain': {
    rooms: [],
    node: false,
    packages: [
      'temporal-polyfill',
      'canonicalize',
      'libphonenumber-js',
      'punycode.js',
      '@zxcvbn-ts/core',
      '@zxcvbn-ts/language-common',
    ],
  },
  'backend/protocol': { rooms: ['backend/domain'], node: false, packages: ['zod'] },
  'backend/service': {
    rooms: ['backend/domain', 'backend/protocol'],
    node: false,
    packages: ['zod'],
  },
  'backend/sqlite': { rooms: [], node: true },
  'backend/http': { rooms: ['backend/domain', 'backend/protocol', 'backend/service'], node: true },
  'backend/store': {
    rooms: ['backend/domain', 'backend/protocol', 'backend/service', 'backend/sqlite'],
    node: true,
  },
  'backend/adapter': {
    rooms: ['backend/domain', 'backend/protocol', 'backend/service'],
    node: true,
  },
  'backend/demo': { rooms: ['backend/domain', 'backend/protocol', 'backend/service'], node: true },
  'backend/programmes': {
    rooms: ['backend/domain', 'backend/protocol'],
    node: false,
    packages: [],
  },
  backend: { rooms: BACKEND_INSIDE, node: true },
  'electron/engine': {
    rooms: ['backend/domain', 'backend/protocol', 'backend/sqlite'],
    node: true,
  },
  'electron/vault': { rooms: ['backend/protocol'], node: true },
  'electron/main': { rooms: ['backend/protocol'], node: true },
  'electron/preload': { rooms: ['backend/protocol'], node: false },
  electron: {
    rooms: ['backend/protocol', 'electron/main', 'electron/vault', 'electron/engine'],
    node: true,
  },
  'renderer/ui': { rooms: RENDERER_BASE, node: false },
  'renderer/locales': { rooms: [], node: false, packages: [] },
  'renderer/bridge': { rooms: RENDERER_BASE, node: false },
  'renderer/print': { rooms: [...RENDERER_BASE, 'renderer/ui'], node: false },
  'renderer/features': {
    rooms: [...RENDERER_BASE, 'renderer/ui', 'renderer/print', 'renderer/bridge'],
    node: false,
  },
  'renderer/app': {
    rooms: [
      ...RENDERER_BASE,
      'renderer/ui',
      'renderer/print',
      'renderer/bridge',
      'renderer/features',
      'renderer/locales',
    ],
    node: false,
  },
  build: { rooms: [], node: true },
  test: {
    rooms: [
      ...BACKEND_INSIDE,
      'backend',
      'electron/engine',
      'electron/vault',
      'electron/main',
      'electron/preload',
      'electron',
      'renderer/ui',
      'renderer/locales',
      'renderer/bridge',
      'renderer/print',
      'renderer/features',
      'renderer/app',
      'build',
    ],
    node: true,
  },
};

/**
 * Packages that speak one technology, and the only places that may name them (build and test
 * apart).
 */
export const packageHomes: Readonly<Record<string, readonly string[]>> = {
  electron: ['electron/main', 'electron/preload', 'electron/entry.ts'],
  keytar: ['electron/vault'],
  axios: ['electron/engine', 'backend/adapter'],
  nodemailer: ['backend/adapter'],
  smpp: ['backend/adapter'],
  '@intlify/core-base': ['backend/adapter'],
  'eventsource-parser': ['electron/engine'],
  'better-sqlite3': ['backend/sqlite'],
  pg: ['backend/store'],
  koa: ['backend/http'],
  '@koa/router': ['backend/http'],
  '@koa/bodyparser': ['backend/http'],
  'koa-compress': ['backend/http'],
  'koa-helmet': ['backend/http'],
  // The desk, too, compares a typed password or PIN with its verifier while the link is down.
  '@node-rs/argon2': ['backend/adapter', 'electron/engine'],
  'altcha-lib': ['backend/adapter', 'electron/engine'],
  vue: ['renderer'],
  pinia: ['renderer'],
  'vue-router': ['renderer'],
  'vue-i18n': ['renderer'],
  'reka-ui': ['renderer/ui'],
  '@lucide/vue': ['renderer'],
};

/** The room of a repository path, or undefined for a file outside every room. */
export function roomOf(path: string): string | undefined {
  return Object.keys(rooms)
    .filter((room) => path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}
