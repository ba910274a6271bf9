import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { CREATE_NETWORK } from '../backend/create-network.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { newDatabase } from './database.ts';

const ENTRY = join(import.meta.dirname, '..', '..', '..', 'backend', 'entry.ts');
/** A start may take its time on a busy machine. */
const START = { timeout: 90_000 };

export interface Run {
  readonly child: ChildProcess;
  /** What it has said so far. */
  readonly text: () => string;
  readonly ended: Promise<number | null>;
}

/** Backends as processes of their own over one new database, whose password is in a file. */
export class BackendProcesses {
  /** With the password, for a look into the database. */
  readonly url: string;
  readonly address: string;
  readonly password: string;
  readonly folder = temporaryFolder();
  readonly passwordFile = join(this.folder.path, 'password');
  readonly #started: ChildProcess[] = [];

  private constructor(url: string) {
    this.url = url;
    const address = new URL(url);
    this.password = address.password;
    writeFileSync(this.passwordFile, address.password, { mode: 0o600 });
    address.password = '';
    this.address = address.href;
  }

  static async begin(): Promise<BackendProcesses> {
    return new BackendProcesses(await newDatabase());
  }

  run(...args: readonly string[]): Run {
    const child = spawn(process.execPath, [ENTRY, ...args]);
    this.#started.push(child);
    let text = '';
    child.stdout?.on('data', (chunk) => (text += String(chunk)));
    child.stderr?.on('data', (chunk) => (text += String(chunk)));
    const ended = new Promise<number | null>((resolve) => void child.once('close', resolve));
    return { child, text: () => text, ended };
  }

  /** A backend on the database, at a free port. */
  serve(...args: readonly string[]): Run {
    return this.run(...this.#place(), '--port', '0', ...args);
  }

  /** Begins a network, whose administrator has the password of the file. */
  createNetwork(administratorPasswordFile: string): Run {
    const password = ['--administrator-password-file', administratorPasswordFile];
    return this.run(...CREATE_NETWORK, ...this.#place(), ...password);
  }

  verify(): Run {
    return this.run('verify', ...this.#place());
  }

  #place(): readonly string[] {
    return ['--database', this.address, '--password-file', this.passwordFile];
  }

  async dispose(): Promise<void> {
    for (const child of this.#started.splice(0)) {
      const ended = new Promise((resolve) => child.once('close', resolve));
      if (child.kill('SIGKILL')) await ended;
    }
    this.folder.dispose();
  }
}

export async function urlOf({ text }: Run): Promise<string> {
  return said(text, /ready at (\S+)\n/u);
}

/** By which a workstation joins, of a backend that none has joined or a network just begun. */
export async function codeOf({ text }: Run): Promise<string> {
  return said(text, /one-time code (\S+)\n/u);
}

/** Of a backend that has no network yet. */
export async function setupTokenOf({ text }: Run): Promise<string> {
  return said(text, /set-up token: (\S+)\n/u);
}

async function said(text: () => string, what: RegExp): Promise<string> {
  await expect.poll(() => what.test(text()), START).toBe(true);
  return what.exec(text())?.[1] ?? '';
}
