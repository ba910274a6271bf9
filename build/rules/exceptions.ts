/**
 * Files that may pass a size limit, each with its reason. Never more of them:
 * test/tidy/exceptions.test.ts.
 */
export interface Exception {
  readonly file: string;
  readonly limit: 'file lines' | 'function lines' | 'parameters' | 'folder files' | 'readme lines';
  readonly reason: string;
}

export const exceptions: readonly Exception[] = [];

/** Files excused from one limit. */
export const excused = (limit: Exception['limit']): string[] =>
  exceptions.filter((entry) => entry.limit === limit).map((entry) => entry.file);
