/** Words that a room has no right to say (oxlint): one configuration per group of folders. */

interface Word {
  readonly name: string;
  readonly message: string;
}

interface Property {
  readonly object?: string;
  readonly property: string;
  readonly message: string;
}

/** What differs between the groups; everything else is common. */
interface Manners {
  readonly folders: readonly string[];
  readonly globals: readonly Word[];
  readonly properties: readonly Property[];
  /** Import patterns that are refused. */
  readonly imports?: readonly string[];
  readonly rules?: Readonly<Record<string, unknown>>;
  readonly plugins?: readonly string[];
  readonly overrides?: readonly object[];
}

const each = (message: string, ...names: string[]): Word[] =>
  names.map((name) => ({ name, message }));

const TIME = 'Time is a port: it comes as an argument in epoch milliseconds.';
const PEOPLE = 'Formatting for people lives in renderer/ui/format alone.';
const PURE = 'This room does no input or output and knows no platform.';
const SCREEN = 'Only renderer/bridge touches the window; the rest calls the typed client.';
const CHANNEL =
  'The bridge has one channel to the world; storage and network belong to the engine.';

const INTL = each(PEOPLE, 'Intl');
const CLOCK: Property = { object: 'Date', property: 'now', message: TIME };
const RANDOM: Property = { object: 'Math', property: 'random', message: 'Randomness is a port.' };
const LOCALE: Property[] = ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'].map(
  (property) => ({ property, message: PEOPLE }),
);
const KEYTAR: Property[] = ['findCredentials', 'findPassword'].map((property) => ({
  property,
  message: 'The vault reads its own four entries by account and never lists the store.',
}));

const PLATFORM = each(
  PURE,
  'process',
  'Buffer',
  'global',
  'globalThis',
  'window',
  'document',
  'navigator',
  'fetch',
  'crypto',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'localStorage',
);
const STORES = ['localStorage', 'sessionStorage', 'indexedDB'];
const NETWORK = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'];
const WINDOW = each(SCREEN, 'window', 'globalThis', ...STORES, ...NETWORK);

const allowDefaultExport = (...files: string[]): object => ({
  files,
  rules: { 'import/no-default-export': 'off' },
});

const groups: readonly Manners[] = [
  {
    folders: ['backend/domain', 'backend/protocol', 'backend/service'],
    globals: [...each(TIME, 'Date'), ...INTL, ...PLATFORM],
    properties: [RANDOM, ...LOCALE],
    imports: ['node:*', 'electron'],
  },
  {
    folders: ['backend', 'electron'],
    globals: INTL,
    properties: [CLOCK, RANDOM, ...LOCALE, ...KEYTAR],
    overrides: [
      {
        files: ['**/clock.ts', '**/*-clock.ts'],
        rules: { 'no-restricted-properties': ['error', RANDOM, ...LOCALE] },
      },
    ],
  },
  {
    folders: ['renderer'],
    globals: [...INTL, ...WINDOW],
    properties: [CLOCK, RANDOM, ...LOCALE],
    imports: ['node:*', 'electron'],
    rules: { 'no-console': ['error', { allow: ['warn', 'error'] }] },
    plugins: ['vue'],
    overrides: [
      {
        files: ['**/ui/format/**', '**/ui/format.ts'],
        rules: {
          'no-restricted-globals': ['error', ...WINDOW],
          'no-restricted-properties': ['error', CLOCK, RANDOM],
        },
      },
    ],
  },
  {
    folders: ['renderer/bridge', 'electron/preload'],
    globals: [...INTL, ...each(CHANNEL, 'process', ...STORES, ...NETWORK)],
    properties: [CLOCK, RANDOM, ...LOCALE],
    imports: ['node:*'],
  },
  {
    folders: ['build'],
    globals: [],
    properties: KEYTAR,
    rules: { 'no-console': 'off' },
    overrides: [allowDefaultExport('**/*.config.ts', '**/vite/**')],
  },
  {
    folders: ['test'],
    globals: [],
    properties: KEYTAR,
    rules: {
      'no-console': 'off',
      'typescript/no-non-null-assertion': 'off',
      'vitest/no-focused-tests': 'error',
      'vitest/no-disabled-tests': 'error',
      'vitest/no-identical-title': 'error',
      // The second argument says what was expected, for whoever reads the failure.
      'vitest/valid-expect': ['error', { maxArgs: 2 }],
      'vitest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect*', 'assert*', 'fc.assert'] },
      ],
      // A property test branches on what it generated, and a bug's message is not a promise.
      'vitest/no-conditional-expect': 'off',
      'vitest/require-to-throw-message': 'off',
      // A suite may be made from a table, and a check that several tests share is a function.
      'vitest/no-conditional-tests': 'off',
      'vitest/no-standalone-expect': 'off',
    },
    plugins: ['vitest'],
    overrides: [allowDefaultExport('**/*.config.ts')],
  },
];

/** The words of one group as an oxlint configuration. */
function configOf(manners: Manners): object {
  return {
    plugins: ['typescript', 'import', 'promise', 'unicorn', 'oxc', ...(manners.plugins ?? [])],
    categories: { correctness: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-debugger': 'error',
      'no-console': 'error',
      'no-control-regex': 'off',
      'unicorn/no-useless-spread': 'off',
      'no-param-reassign': 'error',
      'import/no-default-export': 'error',
      'unicorn/prefer-node-protocol': 'error',
      'typescript/no-explicit-any': 'error',
      'typescript/no-non-null-assertion': 'error',
      'typescript/ban-ts-comment': 'error',
      'typescript/no-namespace': 'error',
      'no-restricted-globals': manners.globals.length ? ['error', ...manners.globals] : 'off',
      'no-restricted-properties': ['error', ...manners.properties],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: manners.imports ?? ['**/never'], message: PURE }] },
      ],
      ...manners.rules,
    },
    overrides: manners.overrides ?? [],
  };
}

export interface WordGroup {
  readonly folders: readonly string[];
  /** Folders inside these that a stricter or looser group judges. */
  readonly without: readonly string[];
  readonly config: object;
}

const claimed = groups.flatMap((group) => group.folders);

export const words: readonly WordGroup[] = groups.map((group) => ({
  folders: group.folders,
  without: claimed.filter((other) =>
    group.folders.some((folder) => other !== folder && other.startsWith(`${folder}/`)),
  ),
  config: configOf(group),
}));
