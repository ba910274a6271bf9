import { isAbsolute, join } from 'node:path';

/**
 * Everything that main takes from the environment and the command line, read here and nowhere else.
 */
export interface Environment {
  /** Folder of the profile; null: where the system keeps profiles. */
  readonly profileDir: string | null;
  readonly machineConfigFile: string;
  /** Where `npm run dev` serves the window from; null: from the files of the build. */
  readonly devServerUrl: string | null;
  readonly selfTest: boolean;
  readonly showVersion: boolean;
}

interface Source {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly argv: readonly string[];
  readonly platform: string;
  /** An installed product listens to none of the development settings. */
  readonly isPackaged: boolean;
}

export function readEnvironment({ env, argv, platform, isPackaged }: Source): Environment {
  const development = (name: string): string | null => (isPackaged ? null : env[name] || null);
  const profile = development('FORECOURT_PROFILE');
  return {
    profileDir: profile !== null && isAbsolute(profile) ? profile : null,
    machineConfigFile:
      development('FORECOURT_MACHINE_CONFIG') ?? machineConfigFile(platform, env['ProgramData']),
    devServerUrl: development('ELECTRON_RENDERER_URL'),
    selfTest: argv.includes('--self-test'),
    showVersion: argv.includes('--version'),
  };
}

function machineConfigFile(platform: string, programData: string | undefined): string {
  if (platform === 'win32') {
    return join(programData ?? 'C:\\ProgramData', 'Forecourt', 'config.json');
  }
  return '/etc/forecourt/config.json';
}
