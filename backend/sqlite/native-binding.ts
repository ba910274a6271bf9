import { env, versions } from 'node:process';

/** Node-API version of the ready-made module. Below it the process dies without an error. */
const PREBUILD_NAPI = 10;

/**
 * Path of the native module to load, or undefined for the ready-made one of the package. The
 * environment names a module only in development and tests, where the runtime is older than the
 * ready-made module allows.
 * @throws Error when the runtime is too old and nobody named another module: an installation that
 * cannot work
 */
export function nativeBindingPath(
  named: string | undefined,
  napi = versions.napi,
): string | undefined {
  const path = named ?? env['FORECOURT_SQLITE_BINDING'];
  if (path !== undefined && path !== '') return path;
  if (Number(napi ?? 0) >= PREBUILD_NAPI) return undefined;
  throw new Error(
    `SQLite needs Node-API ${PREBUILD_NAPI}, this runtime has ${napi ?? 'none'}: ` +
      'name a module compiled for it in FORECOURT_SQLITE_BINDING',
  );
}
