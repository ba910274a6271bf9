import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import keytar from 'keytar';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockKeyStore, startKeyStore, unlockKeyStore } from '#build/setup/desktop/key-store.mjs';
import { VaultHost } from '#test/support/vault-host.ts';
import { readMarker } from '#vault/marker.ts';
import { serviceOf } from '#vault/vault.ts';

// The bus of this process belongs to this file alone: each test file is a process of its own.
const folder = mkdtempSync(join(tmpdir(), 'key-store-'));
let store: Awaited<ReturnType<typeof startKeyStore>> | null = null;
let missing = '';
let dataDir: string;
let vault: VaultHost;
let state: unknown;
let recoveryKey: string;

const journal = { ask: 'database-key', name: 'journal' } as const;

beforeAll(async () => {
  try {
    store = await startKeyStore(mkdtempSync(join(folder, 'r-')), join(folder, 'keys'));
    Object.assign(process.env, store.env);
  } catch (error) {
    missing = error instanceof Error ? error.message : 'no key store';
  }
});
afterAll(async () => {
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async (ctx) => {
  ctx.skip(store === null, `no Secret Service on this machine: ${missing}`);
  dataDir = mkdtempSync(join(folder, 'data-'));
  await restart();
  expect(state).toBe('open');
  const created = await vault.control({ ask: 'create' });
  recoveryKey = Object(created).recoveryKey;
});
afterEach(() => vault?.end());

async function restart(): Promise<void> {
  ({ vault, state } = await VaultHost.start(dataDir));
}

async function again(): Promise<void> {
  await vault.end();
  await restart();
}

describe('vault over the real key store of the system', () => {
  it('makes keys that a later process reads', async () => {
    const before = await vault.as('engine', journal);
    expect(before).toMatch(/^[0-9a-f]{64}$/u);
    await again();
    expect(state).toBe('open');
    expect(await vault.as('engine', journal)).toBe(before);
  });

  it('keeps a long secret with Cyrillic whole', async () => {
    const token = 'ключ'.repeat(250);
    await vault.as('engine', { ask: 'keep-refresh-token', token });
    await again();
    expect(await vault.as('engine', { ask: 'refresh-token' })).toBe(token);
  });

  it('locked: says so, makes no key, and opens after the unlock', async () => {
    const before = await vault.as('engine', journal);
    const env = { ...process.env, ...store?.env };
    await lockKeyStore(env);
    await again();
    expect(state).toBe('locked');
    expect(await vault.control({ ask: 'create' })).toBe('SETUP_DONE');
    expect(await vault.as('engine', journal)).toBe('KEY_STORE_LOCKED');
    await unlockKeyStore(env);
    await again();
    expect(state).toBe('open');
    expect(await vault.as('engine', journal)).toBe(before);
  });

  it('wiped: only the recovery key opens it again', async () => {
    const before = await vault.as('engine', journal);
    await keytar.deletePassword(serviceOf(readMarker(dataDir)?.keyId ?? ''), 'data-key');
    await again();
    expect(state).toBe('wiped');
    expect(await vault.control({ ask: 'create' })).toBe('SETUP_DONE');
    expect(await vault.control({ ask: 'recover', recoveryKey })).toBe(true);
    await again();
    expect(await vault.as('engine', journal)).toBe(before);
  });

  it('answers the engine everything and the backend its database key alone', async () => {
    const network = { ask: 'database-key', name: 'network' } as const;
    expect(await vault.as('backend', network)).toMatch(/^[0-9a-f]{64}$/u);
    expect(await vault.as('backend', journal)).toBe('FORBIDDEN');
    expect(await vault.as('backend', { ask: 'refresh-token' })).toBe('FORBIDDEN');
    expect(await vault.as('backend', { ask: 'sign', text: 'head' })).toBe('FORBIDDEN');
    expect(await vault.as('engine', { ask: 'sign', text: 'head' })).toMatch(/^[\w+/=]{80,}$/u);
  });
});
