import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openNetworkStore } from '#store/sqlite/open-network-store.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { seedNetwork } from '#test/support/network-store.ts';
import { KEY_HEX } from '#test/support/store-engines.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

it("the network's file tells nothing without the key", async () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'network.db');
  const clock = { nowMs: () => NOON_MS };
  const opened = openNetworkStore({ file, keyHex: KEY_HEX, clock, appVersion: '0.1.0' });
  if (!opened.ok) throw new Error(opened.code);
  await seedNetwork(opened.value);
  await opened.value.close();
  const bytes = readFileSync(file);
  for (const word of ['Сеть', 'Администратор', 'argon2id', 'schema_migration']) {
    expect(bytes.includes(word)).toBe(false);
  }
  folder.dispose();
});
