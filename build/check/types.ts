/**
 * Compiler: one strict project per room; `vue-tsc -b` builds them in order and keeps the result.
 */
import type { Guard } from './finding.ts';
import { runTool } from './tool.ts';

const ERROR = /^(?<file>[^(\n]+)\((?<line>\d+),\d+\): error (?<code>TS\d+): (?<message>.*)$/u;

export const checkTypes: Guard = async (root) => {
  const run = await runTool({ owner: 'vue-tsc' }, ['-b', 'build/tsconfig/all.json'], root);
  const found = run.stdout.split('\n').flatMap((text) => {
    const { file, line, code, message } = ERROR.exec(text)?.groups ?? {};
    return code ? [{ at: `${file}:${line}`, rule: code, message: message ?? '' }] : [];
  });
  if (run.exitCode !== 0 && found.length === 0) throw new Error(run.stdout + run.stderr);
  return found;
};
