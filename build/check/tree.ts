/** Top level, names and sizes of files (function sizes and parameters are ESLint's). */
import { basename, dirname } from 'node:path';
import { excused } from '../rules/exceptions.ts';
import { KEBAB, LIMITS, NO_ROOM_NAMES, PASCAL, TOP_LEVEL } from '../rules/tree.ts';
import type { Finding, Guard } from './finding.ts';
import { repositoryFiles, textOf } from './files.ts';

const CODE = /\.(ts|mjs|vue|css)$/u;

const lineCount = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

function topLevel(files: readonly string[]): Finding[] {
  const names = new Set(files.map((file) => file.split('/')[0] ?? file));
  return [...names]
    .filter((name) => !TOP_LEVEL.has(name))
    .map((at) => ({ at, rule: 'top level', message: 'is not among the folders of the house' }));
}

function names(file: string): Finding[] {
  const name = basename(file);
  const stem = name.split('.')[0] ?? name;
  if (!CODE.test(file)) return [];
  if (NO_ROOM_NAMES.includes(stem) || NO_ROOM_NAMES.includes(basename(dirname(file)))) {
    return [{ at: file, rule: 'name', message: 'a name that takes anything; use its own noun' }];
  }
  const pattern = file.endsWith('.vue') && name !== 'App.vue' ? PASCAL : KEBAB;
  if (pattern.test(name) || name === 'App.vue') return [];
  return [{ at: file, rule: 'name', message: 'kebab-case .ts, or PascalCase .vue of two words' }];
}

function sizes(root: string, file: string): Finding[] {
  const readme = basename(file) === 'README.md' && file.includes('/');
  if (!readme && !CODE.test(file)) return [];
  const [limit, max] = readme
    ? (['readme lines', LIMITS.readmeLines] as const)
    : (['file lines', file.endsWith('.vue') ? LIMITS.vueLines : LIMITS.fileLines] as const);
  const lines = lineCount(textOf(root, file) ?? '');
  if (lines <= max || excused(limit).includes(file)) return [];
  return [{ at: file, rule: limit, message: `${lines} lines, limit ${max}` }];
}

/** What goes beyond belongs to a composable or to view logic. */
function scripts(root: string, file: string): Finding[] {
  if (!file.endsWith('.vue')) return [];
  const script = /^<script[^>]*>\n(.*?)^<\/script>/msu.exec(textOf(root, file) ?? '')?.[1] ?? '';
  const lines = lineCount(script);
  if (lines <= LIMITS.scriptLines) return [];
  const message = `${lines} lines, limit ${LIMITS.scriptLines}`;
  return [{ at: file, rule: 'script lines', message }];
}

/** Prettier folds code, but not a long comment. */
function columns(root: string, file: string): Finding[] {
  if (!/\.(ts|mjs|vue)$/u.test(file)) return [];
  return (textOf(root, file) ?? '').split('\n').flatMap((text, index) => {
    const comment = /^\s*(\*|\/\/|\/\*)/u.test(text) && !text.includes('://');
    if (!comment || text.length <= LIMITS.commentColumns) return [];
    const message = `a comment of ${text.length} columns, limit ${LIMITS.commentColumns}`;
    return [{ at: `${file}:${index + 1}`, rule: 'comment columns', message }];
  });
}

function folders(files: readonly string[]): Finding[] {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > LIMITS.folderFiles)
    .filter(([folder]) => !excused('folder files').includes(folder))
    .map(([at, count]) => ({
      at,
      rule: 'folder files',
      message: `${count} files, limit ${LIMITS.folderFiles}`,
    }));
}

export const checkTree: Guard = async (root) => {
  const files = repositoryFiles(root);
  return [
    ...topLevel(files),
    ...files.flatMap(names),
    ...files.flatMap((file) => sizes(root, file)),
    ...files.flatMap((file) => scripts(root, file)),
    ...files.flatMap((file) => columns(root, file)),
    ...folders(files),
  ];
};
