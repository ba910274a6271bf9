import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import keytar from 'keytar';
import { expect, it } from 'vitest';
import { SecretStore } from '#vault/secret-store.ts';
import { Vault } from '#vault/vault.ts';

it('absent: a session without a message bus has no key store', async (ctx) => {
  ctx.skip(process.platform !== 'linux', 'only Linux can be without a key store');
  for (const name of ['DBUS_SESSION_BUS_ADDRESS', 'DISPLAY', 'WAYLAND_DISPLAY']) {
    delete process.env[name];
  }
  process.env['XDG_RUNTIME_DIR'] = mkdtempSync(join(tmpdir(), 'no-bus-'));
  const dataDir = mkdtempSync(join(tmpdir(), 'vault-'));
  const vault = new Vault(new SecretStore(async () => keytar), dataDir);
  expect(await vault.state()).toBe('absent');
  expect(await vault.create()).toMatchObject({ code: 'KEY_STORE_ABSENT' });
  rmSync(dataDir, { recursive: true });
});
