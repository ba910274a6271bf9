import { type Settings, settings as schema, settingsDefaults } from '#protocol/shell.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** A file of an earlier program lacks what came since; whoever has it keeps the rest. */
const inFile = schema.extend({
  lastDoor: schema.shape.lastDoor.default(settingsDefaults.lastDoor),
  lockAfterMinutes: schema.shape.lockAfterMinutes.default(settingsDefaults.lockAfterMinutes),
});

/** What a person sets on this workstation; kept at once, whole. */
export class SettingsFile {
  readonly #path: string;
  #settings: Settings;
  /** The file was there and could not be used: defaults hold until the next change. */
  readonly damaged: boolean;

  constructor(path: string) {
    this.#path = path;
    const read = readJsonFile(path, inFile);
    this.damaged = read.state === 'damaged';
    this.#settings = read.state === 'read' ? read.value : settingsDefaults;
  }

  get(): Settings {
    return this.#settings;
  }

  /** @param part checked by the door it came through */
  change(part: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Settings {
    const given = Object.entries(part).filter(([, value]) => value !== undefined);
    const changed = schema.parse({ ...this.#settings, ...Object.fromEntries(given) });
    writeJsonFile(this.#path, changed);
    this.#settings = changed;
    return changed;
  }
}
