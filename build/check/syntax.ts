/** ESLint with the rules of build/rules/eslint.ts; findings of any severity are refused. */
import { relative } from 'node:path';
import { ESLint } from 'eslint';
import { eslintConfig } from '../rules/eslint.ts';
import type { Guard } from './finding.ts';
import { present } from './tool.ts';

export const checkSyntax: Guard = async (root) => {
  const folders = present(root, ['backend', 'electron', 'renderer', 'build', 'test']);
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: eslintConfig(root),
    errorOnUnmatchedPattern: false,
  });
  const results = await eslint.lintFiles(folders.map((folder) => `${folder}/**/*.{ts,mjs,vue}`));
  return results.flatMap((result) =>
    result.messages.map((found) => ({
      at: `${relative(root, result.filePath)}:${found.line}`,
      rule: found.ruleId ?? 'parse',
      message: found.message,
    })),
  );
};
