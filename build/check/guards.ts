/** Every guard by name, the slow ones first so that two processors finish together. */
import { checkDead } from './dead.ts';
import type { Guard } from './finding.ts';
import { checkFormat } from './format.ts';
import { checkImports } from './imports.ts';
import { checkLicences } from './licences.ts';
import { checkLocales } from './locales.ts';
import { checkLockfile } from './lockfile.ts';
import { checkPlaces } from './places.ts';
import { checkProgrammes } from './programmes.ts';
import { checkReadmes } from './readmes.ts';
import { checkSecrets } from './secrets.ts';
import { checkSyntax } from './syntax.ts';
import { checkTree } from './tree.ts';
import { checkTypes } from './types.ts';
import { checkWords } from './words.ts';

export const guards: Readonly<Record<string, Guard>> = {
  types: checkTypes,
  syntax: checkSyntax,
  'dead code': checkDead,
  secrets: checkSecrets,
  format: checkFormat,
  imports: checkImports,
  words: checkWords,
  locales: checkLocales,
  licences: checkLicences,
  tree: checkTree,
  places: checkPlaces,
  programmes: checkProgrammes,
  readmes: checkReadmes,
  'lock file': checkLockfile,
};
