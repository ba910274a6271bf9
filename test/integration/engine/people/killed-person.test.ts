import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { addWithPassword, errorsAt } from '#test/support/backend/door-people.ts';
import { PASSWORD, signIn } from '#test/support/backend/small-network.ts';
import { MemoryVault } from '#test/support/engine/memory-vault.ts';
import { deskPerFile } from '#test/support/engine/desks.ts';

// A desk that is killed at every third step of what a person does with his access: signing in, a
// PIN of the desk, guesses without the link that are told later, preferences, another password, and
// the end of it all.

const CHILD = join(import.meta.dirname, '../../../support/engine/identity-child.ts');
const OTHER = 'nine violet anchors 7';
/** So many steps lie between one kill and the next: each costs two processes and six hashes. */
const STRIDE = 3;

const desk = deskPerFile();

const said = z.object({ did: z.string().optional(), steps: z.int().optional() });

interface Seen {
  readonly did: readonly string[];
  readonly steps: number | null;
  readonly killed: boolean;
}

interface Names {
  readonly login: string;
  readonly guessedLogin: string;
}

/** Runs the person's day at the desk until it kills itself; what he had seen by then. */
async function run(killAt: number, names: Names): Promise<Seen> {
  const { dataDir, vaultFile } = desk.bench;
  const administrator = await signIn(desk.network.url, 'chief');
  const asked = { ...names, password: PASSWORD, nextPassword: OTHER, administrator };
  const nowMs = desk.network.backend.clock.nowMs();
  const args = [CHILD, dataDir, vaultFile, desk.network.url, String(nowMs), String(killAt)];
  const child = spawn(process.execPath, [...args, JSON.stringify(asked)]);
  let [out, faults] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (faults += chunk.toString()));
  const signal = await new Promise<string | null>((resolve, reject) => {
    child.on('close', (code, by) => {
      if (code === 0 || by === 'SIGKILL') resolve(by);
      else reject(new Error(`the desk ended with ${code}: ${faults}`));
    });
  });
  const lines = out
    .split('\n')
    .flatMap((text) => (text === '' ? [] : said.parse(JSON.parse(text))));
  return {
    did: lines.flatMap(({ did }) => did ?? []),
    steps: lines.at(-1)?.steps ?? null,
    killed: signal === 'SIGKILL',
  };
}

const enters = async (login: string, password: string): Promise<string> => {
  const answer = await desk.bench.desk.call('session:signIn', { login, password });
  return answer.ok ? answer.value.mode : answer.code;
};

/** Which passwords unlock without the link, and which sign in with it. */
async function judgeAccess({ did }: Seen, { login }: Names): Promise<void> {
  const has = (what: string): boolean => did.includes(what);
  await desk.bench.cut();
  const before = await enters(login, PASSWORD);
  const after = await enters(login, OTHER);
  // Once another was asked for, the one of before opens nothing here.
  if (has('password-asked')) expect(before).toBe('AUTH_INVALID');
  else if (has('signed-in')) expect(before).toBe('local');
  if (has('ended')) expect(after).toBe('AUTH_INVALID');
  else if (has('password-set') && !has('ending')) expect(after).toBe('local');
  else if (!has('password-asked')) expect(after).toBe('AUTH_INVALID');
  if (has('pin-set') && [before, after].includes('local')) {
    expect(await desk.bench.ok('appPin:get', {})).toEqual({ isSet: true });
  }
  desk.bench.line.state = 'up';
  const online = [await enters(login, PASSWORD), await enters(login, OTHER)];
  if (has('ended')) return expect(online).not.toContain('online');
  // Killed over another password: the network has the one or the other, and never both.
  if (has('password-set')) expect(online[0]).not.toBe('online');
  expect(online.filter((mode) => mode === 'online').length).toBeLessThanOrEqual(1);
  if (!online.includes('online')) return;
  const preferences = await desk.bench.ok('preferences:get', {});
  if (has('preferences-set')) expect(preferences).toEqual({ language: 'kk' });
  await desk.bench.cut();
  expect(await desk.bench.ok('preferences:get', {})).toEqual(preferences);
}

/** Each guess is counted once at the network, however often the desk died over telling it. */
async function judgeGuesses({ did }: Seen, { guessedLogin }: Names): Promise<void> {
  await desk.bench.mend();
  await desk.bench.syncOk();
  const errorCount = await errorsAt(desk.network.backend, null, guessedLogin);
  const seen = did.filter((what) => what === 'guessed').length;
  // One may be counted whose refusal nobody has seen any more.
  expect([seen, Math.min(2, seen + 1)]).toContain(errorCount);
  const untold = desk.bench.engine.core.journal.db.prepare('SELECT 1 FROM untold_error').all();
  expect(untold).toEqual([]);
}

async function judge(seen: Seen, names: Names): Promise<void> {
  await desk.bench.open({ vault: new MemoryVault(desk.bench.vaultFile) });
  const { journal } = desk.bench.engine.core;
  expect(journal.verify()).toBeNull();
  expect(journal.facts.get('leasesKilled')).toBeNull();
  await judgeAccess(seen, names);
  await judgeGuesses(seen, names);
}

it('[N-03] [N-07] [N-22] [P-18] killed at every third step, a desk opens to nobody it should not and forgets no guess', async () => {
  const { backend } = desk.network;
  const dayOf = async (killAt: number): Promise<Seen> => {
    const names = { login: `worker-${killAt}`, guessedLogin: `nobody-${killAt}` };
    const person = { login: names.login, email: null, role: 'operator', grants: [] } as const;
    await addWithPassword(backend, { ...person, programmeId: null });
    desk.bench.engine.close();
    const seen = await run(killAt, names);
    await judge(seen, names);
    return seen;
  };
  const whole = await dayOf(0);
  expect(whole.did.at(-1)).toBe('ended');
  const steps = whole.steps ?? 0;
  expect(steps).toBeGreaterThan(15);
  for (let killAt = 1; killAt <= steps; killAt += STRIDE) {
    const { killed } = await dayOf(killAt);
    expect(killed || killAt > steps - 4, `step ${killAt} of ${steps}`).toBe(true);
  }
}, 240_000);
