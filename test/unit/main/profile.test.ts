import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RotatingFile } from '#main/log/rotating-file.ts';
import {
  beginSetup,
  clearUnfinished,
  findInstallation,
  finishSetup,
} from '#main/profile/installation.ts';
import { readMachineConfig } from '#main/profile/machine-config.ts';
import { type Profile, profileIn } from '#main/profile/profile.ts';
import { SettingsFile } from '#main/profile/settings.ts';
import { settingsDefaults } from '#protocol/shell.ts';

let profile: Profile;
beforeEach(() => {
  profile = profileIn(mkdtempSync(join(tmpdir(), 'profile-')));
});
afterEach(() => rmSync(profile.dir, { recursive: true }));

const content = {
  mode: 'standalone',
  backendUrl: null,
  workstationName: 'Касса 1',
} as const;

function leaveKeys(): void {
  mkdirSync(profile.dataDir, { recursive: true });
  writeFileSync(join(profile.dataDir, 'keyring.json'), '{}');
}

describe('an installation', () => {
  it('exists only after the last act of its set-up', () => {
    expect(findInstallation(profile)).toEqual({ state: 'none' });
    beginSetup(profile);
    leaveKeys();
    expect(findInstallation(profile)).toEqual({ state: 'unfinished' });
    finishSetup(profile, content);
    expect(findInstallation(profile)).toMatchObject({ state: 'ready', installation: content });
  });

  it('is ready when only the very last file operation was cut off', () => {
    beginSetup(profile);
    finishSetup(profile, content);
    beginSetup(profile);
    expect(findInstallation(profile).state).toBe('ready');
    expect(() => clearUnfinished(profile)).toThrow('only an unfinished');
  });

  it('leaves nothing behind when it was broken off', () => {
    beginSetup(profile);
    leaveKeys();
    clearUnfinished(profile);
    expect(readdirSync(profile.dir)).toEqual([]);
    expect(findInstallation(profile)).toEqual({ state: 'none' });
  });

  it('is lost, not new, when keys lie there without it or it cannot be read', () => {
    leaveKeys();
    expect(findInstallation(profile)).toEqual({ state: 'lost' });
    writeFileSync(profile.installationFile, '{"version":1');
    expect(findInstallation(profile)).toEqual({ state: 'lost' });
    expect(() => clearUnfinished(profile)).toThrow('only an unfinished');
  });
});

describe('settings', () => {
  it('are kept whole and read back', () => {
    const settings = new SettingsFile(profile.settingsFile);
    expect(settings.get()).toEqual(settingsDefaults);
    settings.change({ language: 'kk', zoomPercent: 150, theme: undefined });
    expect(new SettingsFile(profile.settingsFile).get()).toEqual({
      ...settingsDefaults,
      language: 'kk',
      zoomPercent: 150,
    });
  });

  it('of a version that knew no doors are kept, and it was the door of the staff', () => {
    const { lastDoor, ...before } = { ...settingsDefaults, language: 'kk' as const };
    writeFileSync(profile.settingsFile, JSON.stringify(before));
    const settings = new SettingsFile(profile.settingsFile);
    expect(settings.damaged).toBe(false);
    expect(settings.get()).toEqual({ ...before, lastDoor });
  });

  it.each(['', '{', '{"language":"de"}', '{"language":"ru","unknown":1}'])(
    'damaged (%s) they are the defaults',
    (text) => {
      writeFileSync(profile.settingsFile, text);
      const settings = new SettingsFile(profile.settingsFile);
      expect(settings.damaged).toBe(true);
      expect(settings.get()).toEqual(settingsDefaults);
    },
  );
});

describe('the machine-wide file', () => {
  const file = (): string => join(profile.dir, 'config.json');

  it('is not needed', () => {
    const { config, damaged } = readMachineConfig(file());
    expect(damaged).toBe(false);
    expect(Object.values(config)).toEqual([null, null, null, null]);
  });

  it('names backend, proxy and certificates', () => {
    writeFileSync(file(), '{"backendUrl":"https://fuel.example","caFile":"/etc/ssl/firm.pem"}');
    expect(readMachineConfig(file()).config).toMatchObject({
      backendUrl: 'https://fuel.example',
      caFile: '/etc/ssl/firm.pem',
      proxyUrl: null,
    });
  });

  it.each(['{"backendUrl":"ftp://x"}', '{"other":1}', 'x'])(
    'damaged (%s) it counts as none',
    (text) => {
      writeFileSync(file(), text);
      const { config, damaged } = readMachineConfig(file());
      expect(damaged).toBe(true);
      expect(config.backendUrl).toBeNull();
    },
  );
});

describe('a log file', () => {
  it('never grows beyond its limit and keeps three', () => {
    const file = new RotatingFile(join(profile.logDir, 'main.log'), 100);
    for (let line = 0; line < 40; line += 1) file.write(`${String(line).padStart(29, '0')}\n`);
    expect(readdirSync(profile.logDir).sort()).toEqual(['main.1.log', 'main.2.log', 'main.log']);
    const files = readdirSync(profile.logDir).map((name) => join(profile.logDir, name));
    expect(files.every((path) => statSync(path).size <= 100)).toBe(true);
  });
});
