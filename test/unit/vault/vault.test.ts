import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemorySecrets } from '#test/support/secret-calls.ts';
import { SecretStore } from '#vault/secret-store.ts';
import { Vault } from '#vault/vault.ts';

const CALL_MS = 30;

let dataDir: string;
let secrets: MemorySecrets;

/** A vault process that has just been started. */
const startVault = (): Vault => new Vault(new SecretStore(async () => secrets, CALL_MS), dataDir);

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'vault-'));
  secrets = new MemorySecrets();
});
afterEach(() => rmSync(dataDir, { recursive: true }));

async function createKeys(): Promise<string> {
  const created = await startVault().create();
  if (!created.ok) throw new Error(created.code);
  return created.value.recoveryKey;
}

describe('states of the key store', () => {
  it('open before the first set-up, and after it', async () => {
    expect(await startVault().state()).toBe('open');
    await createKeys();
    expect(await startVault().state()).toBe('open');
  });

  it.each(['locked', 'absent'] as const)('%s, before the first set-up too', async (mood) => {
    secrets.mood = mood;
    expect(await startVault().state()).toBe(mood);
    secrets.mood = 'usable';
    await createKeys();
    secrets.mood = mood;
    expect(await startVault().state()).toBe(mood);
  });

  it('locked when it waits for a person who does not come', async () => {
    await createKeys();
    secrets.mood = 'silent';
    expect(await startVault().state()).toBe('locked');
  });

  it('absent when its library cannot be loaded', async () => {
    const broken = new SecretStore(() => Promise.reject(new Error('libsecret-1.so.0 is missing')));
    expect(await new Vault(broken, dataDir).state()).toBe('absent');
  });

  it('wiped when it works and our entries are gone, or are those of other keys', async () => {
    await createKeys();
    const [service = ''] = [...secrets.entries.keys()].map((name) => name.split('/')[0]);
    secrets.entries.set(`${service}/data-key`, Buffer.alloc(32).toString('base64'));
    expect(await startVault().state()).toBe('wiped');
    secrets.entries.clear();
    expect(await startVault().state()).toBe('wiped');
  });

  it('stays open in a running vault when the store is locked meanwhile', async () => {
    await createKeys();
    const vault = startVault();
    await vault.state();
    secrets.mood = 'locked';
    expect(await vault.state()).toBe('open');
    expect((await vault.answer({ ask: 'database-key', name: 'journal' })).ok).toBe(true);
    expect(await vault.answer({ ask: 'keep-lease-generation', generation: 2 })).toMatchObject({
      code: 'KEY_STORE_LOCKED',
    });
  });
});

describe('keys are made once', () => {
  it('keeps exactly four entries and a marker that tells nothing', async () => {
    const recoveryKey = await createKeys();
    const vault = startVault();
    await vault.answer({ ask: 'keep-refresh-token', token: 'token' });
    await vault.answer({ ask: 'keep-lease-generation', generation: 3 });
    const accounts = [...secrets.entries.keys()].map((name) => name.split('/')[1]).sort();
    expect(accounts).toEqual(['data-key', 'lease-generation', 'refresh-token', 'signing-key']);
    const marker: unknown = JSON.parse(readFileSync(join(dataDir, 'keyring.json'), 'utf8'));
    expect(Object.keys(Object(marker)).sort()).toEqual(['createdAtMs', 'fingerprint', 'keyId']);
    expect(JSON.stringify(marker)).not.toContain(recoveryKey.slice(0, 5));
  });

  it('refuses new keys over an existing marker, in every state of the store', async () => {
    await createKeys();
    const before = new Map(secrets.entries);
    for (const mood of ['usable', 'locked', 'absent'] as const) {
      secrets.mood = mood;
      expect(await startVault().create()).toMatchObject({ ok: false, code: 'SETUP_DONE' });
    }
    secrets.entries.clear();
    secrets.mood = 'usable';
    expect(await startVault().create()).toMatchObject({ ok: false, code: 'SETUP_DONE' });
    expect(before.size).toBeGreaterThan(0);
    expect(secrets.entries.size).toBe(0);
  });

  it('refuses new keys over a database whose marker is lost', async () => {
    writeFileSync(join(dataDir, 'journal.db'), 'encrypted');
    expect(await startVault().create()).toMatchObject({ ok: false, code: 'SETUP_DONE' });
    expect(readdirSync(dataDir)).toEqual(['journal.db']);
  });

  it.each(['locked', 'absent'] as const)('makes none in a store that is %s', async (mood) => {
    secrets.mood = mood;
    const code = mood === 'locked' ? 'KEY_STORE_LOCKED' : 'KEY_STORE_ABSENT';
    expect(await startVault().create()).toMatchObject({ ok: false, code });
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('two profiles share nothing', async () => {
    await createKeys();
    const first = dataDir;
    dataDir = mkdtempSync(join(tmpdir(), 'vault-'));
    await createKeys();
    expect(new Set([...secrets.entries.keys()]).size).toBe(4);
    rmSync(first, { recursive: true });
  });

  it('an unfinished set-up is taken back whole', async () => {
    await createKeys();
    expect(await startVault().discard()).toEqual({ ok: true, value: true });
    expect(secrets.entries.size).toBe(0);
    expect(readdirSync(dataDir)).toEqual([]);
    await createKeys();
  });
});

describe('recovery', () => {
  it('opens the same databases with a new signing key', async () => {
    const recoveryKey = await createKeys();
    const before = startVault();
    const databaseKey = await before.answer({ ask: 'database-key', name: 'journal' });
    const publicKey = await before.answer({ ask: 'public-key' });
    secrets.entries.clear();

    const vault = startVault();
    expect(await vault.answer({ ask: 'database-key', name: 'journal' })).toMatchObject({
      code: 'KEY_STORE_WIPED',
    });
    expect(await vault.recover(recoveryKey.toLowerCase())).toEqual({ ok: true, value: true });
    const after = startVault();
    expect(await after.answer({ ask: 'database-key', name: 'journal' })).toEqual(databaseKey);
    expect(await after.answer({ ask: 'public-key' })).not.toEqual(publicKey);
    expect(await after.answer({ ask: 'refresh-token' })).toEqual({ ok: true, value: null });
  });

  it('refuses the sheet of another workstation and changes nothing', async () => {
    await createKeys();
    const own = dataDir;
    dataDir = mkdtempSync(join(tmpdir(), 'vault-'));
    const foreign = await createKeys();
    rmSync(dataDir, { recursive: true });
    dataDir = own;
    secrets.entries.clear();
    expect(await startVault().recover(foreign)).toMatchObject({ code: 'RECOVERY_KEY_INVALID' });
    expect(secrets.entries.size).toBe(0);
    expect(await startVault().state()).toBe('wiped');
  });
});
