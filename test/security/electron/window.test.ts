import { describe, expect, it } from 'vitest';
import { UI_HEADERS } from '#main/window/content-policy.ts';
import { pageRights } from '#main/window/page-rights.ts';
import { dangerousSwitches } from '#main/switches.ts';
import { readEnvironment } from '#main/environment.ts';

describe('rights of a window', () => {
  it('are those of the hardening table', () => {
    expect(pageRights).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
    });
  });

  it('let the page load its own files only', () => {
    expect(UI_HEADERS['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
        "font-src 'self'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; " +
        "base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'",
    );
  });
});

describe('command line of an installed product', () => {
  it.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--inspect',
    '--inspect-brk=0.0.0.0:9229',
    '--INSPECT',
    '-inspect',
    '--js-flags=--expose-gc',
    '--load-extension=/somewhere',
    '--disable-web-security',
    '--ignore-certificate-errors',
    '--no-sandbox',
    '--renderer-cmd-prefix=gdb',
  ])('%s is refused', (word) => {
    expect(dangerousSwitches(['/opt/forecourt/forecourt', word])).toHaveLength(1);
  });

  it('names the switch without its value', () => {
    expect(dangerousSwitches(['x', '--js-flags=secret'])).toEqual(['js-flags']);
  });

  it('leaves harmless words alone', () => {
    expect(dangerousSwitches(['forecourt', '--self-test', '--lang=ru', 'file.csv'])).toEqual([]);
  });
});

describe('settings of development', () => {
  const env = {
    FORECOURT_PROFILE: '/profile',
    FORECOURT_MACHINE_CONFIG: '/config.json',
    ELECTRON_RENDERER_URL: 'http://localhost:5173',
  };

  it('mean nothing to an installed product', () => {
    const read = readEnvironment({ env, argv: [], platform: 'linux', isPackaged: true });
    expect(read.profileDir).toBeNull();
    expect(read.devServerUrl).toBeNull();
    expect(read.machineConfigFile).toBe('/etc/forecourt/config.json');
  });

  it('lead to the profile and the files of a developer', () => {
    const read = readEnvironment({ env, argv: [], platform: 'linux', isPackaged: false });
    expect(read).toMatchObject({ profileDir: '/profile', machineConfigFile: '/config.json' });
  });
});
