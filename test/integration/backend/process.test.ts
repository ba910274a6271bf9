import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demonstrationPassword } from '#protocol/demonstration.ts';
import { openDatabase } from '#sqlite/open.ts';
import { call, callRaw, outcomeOf, send } from '#test/support/backend/http-client.ts';
import { CREATE_NETWORK } from '#test/support/backend/create-network.ts';
import { PASSWORD, signIn } from '#test/support/backend/small-network.ts';
import { TestWorkstation } from '#test/support/backend/test-workstation.ts';

const ENTRY = join(import.meta.dirname, '..', '..', '..', 'backend', 'entry.ts');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly log: string;
}

class BackendProcess {
  readonly #child: ChildProcess;
  readonly ended: Promise<Ended>;
  #out = '';
  #log = '';

  constructor(...args: readonly string[]) {
    this.#child = spawn(process.execPath, [ENTRY, ...args]);
    this.#child.stdout?.on('data', (chunk) => (this.#out += String(chunk)));
    this.#child.stderr?.on('data', (chunk) => (this.#log += String(chunk)));
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code) => resolve({ code, out: this.#out, log: this.#log }));
    });
  }

  /** What it said on standard output, as soon as that holds `pattern`. */
  async says(pattern: RegExp): Promise<string> {
    await expect.poll(() => pattern.test(this.#out), { timeout: 30_000 }).toBe(true);
    return pattern.exec(this.#out)?.[1] ?? '';
  }

  url(): Promise<string> {
    return this.says(/ready at (\S+)\n/u);
  }

  stop(signal: NodeJS.Signals): Promise<Ended> {
    this.#child.kill(signal);
    return this.ended;
  }
}

let dir = '';
const started: BackendProcess[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'forecourt-process-'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((backend) => backend.stop('SIGKILL')));
  await rm(dir, { recursive: true });
});

function start(...args: readonly string[]): BackendProcess {
  const backend = new BackendProcess(...args);
  started.push(backend);
  return backend;
}

const startHere = (...args: readonly string[]) => start('--data', dir, '--port', '0', ...args);

describe('the backend as a process', () => {
  it('verify names how much agrees and ends with 0, and names what does not and ends with 1', async () => {
    const first = startHere('--demo');
    await first.url();
    await first.stop('SIGTERM');
    const agreed = await start('verify', '--data', dir).ended;
    expect(agreed).toMatchObject({ code: 0 });
    expect(agreed.out).toMatch(/^The books agree: \d+ entries, \d+ fills/u);
    const keyHex = (await readFile(join(dir, 'network.key'), 'utf8')).trim();
    const hand = openDatabase({ file: join(dir, 'network.db'), keyHex, durable: 'full' });
    if (!hand.ok) throw new Error(hand.code);
    hand.value.exec(`UPDATE contract SET deposits_minor = deposits_minor + 1`);
    hand.value.close();
    const found = await start('verify', '--data', dir).ended;
    expect(found).toMatchObject({ code: 1 });
    expect(found.log).toMatch(/do not agree: deposits are the payments: contract \S+ has \d+/u);
    expect((await start('verify').ended).code).toBe(2);
  });

  it('a demonstration starts, signs in, stops on SIGTERM and finds everything again', async () => {
    const first = startHere('--demo');
    const url = await first.url();
    const password = demonstrationPassword;
    const session = await call(url, 'session.open', {
      login: 'operator',
      password,
      workstationId: null,
    });
    const hello = { protocolVersion: 1, appVersion: '0.1.0', clockMs: 0 };
    const { networkId, demonstration } = await call(url, 'handshake.do', hello);
    expect(demonstration).toBe(true);
    const { code, out, log } = await first.stop('SIGTERM');
    expect(code).toBe(0);
    expect(out).toContain('stopped');
    expect(log).not.toContain(session.token);
    // Nothing is left in the log of the database: it was written back.
    await expect(stat(join(dir, 'network.db-wal'))).rejects.toThrow('ENOENT');
    const second = startHere();
    const again = await call(await second.url(), 'handshake.do', hello);
    expect(again).toMatchObject({ networkId, demonstration: true });
    const token = { session: session.token };
    expect((await callRaw(await second.url(), 'session.list', {}, token)).status).toBe(200);
    expect((await second.stop('SIGINT')).code).toBe(0);
  });

  it('a new network is made with the token that the first start prints', async () => {
    const backend = startHere();
    const bearer = await backend.says(/token: (\S+)/u);
    const url = await backend.url();
    const station = { name: 's', zone: 'Europe/Moscow', country: 'RU', owner: 'own' } as const;
    const asked = {
      commandId: uuid(),
      networkName: 'n',
      station: { ...station, pumpCount: 1, address: null },
      administrator: { login: 'chief', displayName: 'c', password: 'seven green apples' },
    };
    const wrong = await callRaw(url, 'network.create', asked, { bearer: 'junk' });
    expect(outcomeOf(wrong)).toBe('401 SETUP_TOKEN_INVALID');
    const made = await call(url, 'network.create', asked, { bearer });
    expect(await call(url, 'network.create', asked, { bearer })).toEqual(made);
    const { log } = await backend.stop('SIGTERM');
    for (const secret of [bearer, made.enrolmentCode, 'seven green apples']) {
      expect(log).not.toContain(secret);
    }
    // Where a network lives, no demonstration moves in.
    const demo = startHere('--demo');
    expect(await demo.ended).toMatchObject({ code: 1 });
    const next = startHere();
    await next.url();
    expect((await next.stop('SIGTERM')).out).not.toContain('token:');
  });

  it('a server begins a real network by a command; the first desk joins and the chief signs in', async () => {
    const passwordFile = join(dir, 'chief');
    await writeFile(passwordFile, `${PASSWORD}\n`);
    const place = ['--data', join(dir, 'network')];
    const create = [...CREATE_NETWORK, ...place, '--administrator-password-file', passwordFile];
    const begun = await start(...create).ended;
    expect(begun).toMatchObject({ code: 0, log: '' });
    const code = /one-time code (\S+)\n/u.exec(begun.out)?.[1] ?? '';
    const backend = start(...place, '--port', '0');
    const url = await backend.url();
    // The first code may be lost or run out before anybody has joined.
    const another = await backend.says(/one-time code (\S+)\n/u);
    expect(another).not.toBe(code);
    const desk = await TestWorkstation.join(url, code, Date.now());
    expect(desk.enrolled).toMatchObject({ networkName: 'Northern network', demonstration: false });
    const session = await signIn(url, 'chief', desk);
    expect(await call(url, 'station.list', {}, { session })).toMatchObject({
      rows: [{ name: 'Station 1', zone: 'Asia/Almaty', pumpCount: 4 }],
    });
    await backend.stop('SIGTERM');
    const next = start(...place, '--port', '0');
    await next.url();
    expect((await next.stop('SIGTERM')).out).not.toContain('one-time');
    const again = await start(...create).ended;
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.log).toContain('a network is here already. Start it as it is');
    expect(again.log).toContain('(SETUP_DONE)');
  });

  it('a network that may not be begun so leaves nothing behind and says why', async () => {
    const place = ['--data', join(dir, 'network')];
    const passwordFile = join(dir, 'chief');
    await writeFile(passwordFile, 'chief-of-all');
    const create = [...CREATE_NETWORK, ...place];
    const weak = start(...create, '--administrator-password-file', passwordFile).ended;
    const nobody = start(...create).ended;
    const zone = start(...create, '--zone', 'Asia/Nowhere').ended;
    expect(await weak).toMatchObject({ code: 1, out: '' });
    expect((await weak).log).toContain('easily guessed');
    expect(await nobody).toMatchObject({ code: 1, out: '' });
    expect((await nobody).log).toContain('--administrator-password-file FILE (PASSWORD_MISSING)');
    expect(await zone).toMatchObject({ code: 2, out: '' });
    expect((await zone).log.trimEnd().split('\n').at(-1)).toMatch(/^--zone is the time zone/u);
    await expect(stat(join(dir, 'network'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('its key file belongs to its owner alone; without it nothing opens', async () => {
    const backend = startHere('--demo');
    await backend.url();
    await backend.stop('SIGTERM');
    const keyFile = join(dir, 'network.key');
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    const head = await readFile(join(dir, 'network.db'));
    expect(head.subarray(0, 15).toString()).not.toBe('SQLite format 3');
    await rm(keyFile);
    const other = startHere();
    const { code, log } = await other.ended;
    expect(code).toBe(1);
    expect(log).toContain('DATABASE_DAMAGED');
  });

  it('a folder has one backend at a time, and is free again when that one was killed', async () => {
    const first = startHere('--demo');
    await first.url();
    const second = await startHere().ended;
    expect(second.code).toBe(1);
    expect(second.log).toContain('Stop it and repeat (DATABASE_IN_USE)');
    await first.stop('SIGKILL');
    const third = startHere();
    await third.url();
    expect((await third.stop('SIGTERM')).code).toBe(0);
  });

  it('a port that is taken is said in a sentence', async () => {
    const first = startHere('--demo');
    const { port } = new URL(await first.url());
    const otherDir = join(dir, 'other');
    const { code, log } = await start('--data', otherDir, '--port', port).ended;
    expect(code).toBe(1);
    expect(log).toContain('give another --port');
    expect(log).toContain('EADDRINUSE');
    const answer = await send(await first.url(), { path: '/v1/ready' });
    expect(answer.body).toEqual({ status: 'ready' });
  });

  it('wrong arguments are explained with exit code 2, help with 0', async () => {
    const wrong = await start('--what').ended;
    expect(wrong.code).toBe(2);
    expect(wrong.log).toContain('--what');
    for (const words of [['--help'], ['create-network', '--help']]) {
      const help = await start(...words).ended;
      expect(help).toMatchObject({ code: 0, log: '' });
      expect(help.out).toContain('--key-file');
    }
  });

  it('told of a backup where none is, it says so and begins no new network', async () => {
    const empty = join(dir, 'empty');
    const refused = await start('--data', empty, '--port', '0', '--restored').ended;
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.log).toMatch(/^Nothing was started: --restored .*\n$/u);
    await expect(stat(empty)).rejects.toMatchObject({ code: 'ENOENT' });
    // The same where a database is, with no network in it.
    await startHere().url();
    await Promise.all(started.splice(0).map((backend) => backend.stop('SIGTERM')));
    expect((await startHere('--restored').ended).log).toMatch(/^Nothing was started: /mu);
  });

  it('wrong words end with the reason as the last line, below the help', async () => {
    const refused = await start('--data', dir).ended;
    expect(refused.code).toBe(2);
    expect(refused.log.trimEnd().split('\n').at(-1)).toBe('--port N is missing.');
    expect(refused.log).toMatch(/^Forecourt backend/u);
  });
});
