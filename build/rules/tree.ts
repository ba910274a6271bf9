/** Shape of the repository: what may lie at its top, how files are named, how large they grow. */

/** The owner's top level; nothing else may appear there. */
export const TOP_LEVEL: ReadonlySet<string> = new Set([
  'package.json',
  'package-lock.json',
  'README.md',
  'LICENSE',
  '.gitignore',
  '.gitattributes',
  '.npmrc',
  '.node-version',
  '.editorconfig',
  '.ci',
  'electron',
  'renderer',
  'backend',
  'build',
  'test',
]);

export const LIMITS = {
  fileLines: 400,
  /** A component is read with its template beside it, so it is shorter. */
  vueLines: 300,
  scriptLines: 150,
  readmeLines: 60,
  folderFiles: 20,
  /** Prettier folds code at 100 columns; a comment, which it does not fold, keeps to them too. */
  commentColumns: 100,
} as const;

/** Rooms without a door: a file with such a name takes whatever nobody could place. */
export const NO_ROOM_NAMES = ['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'manager'];

/** `top-up-limit.test.ts`, `0120-add-reason.ts`, `vite.config.ts` */
export const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/u;
/** `CardTable.vue`: two words or more. */
export const PASCAL = /^([A-Z][a-z0-9]+){2,}\.vue$/u;
