/* A person at a desk that is killed at a given step of what he does with his access. */
import { v7 as uuid } from 'uuid';
import { argon2 } from '#engine/boot/adapters.ts';
import type { SecretHash } from '#engine/ports.ts';
import { call } from '../backend/http-client.ts';
import { openDyingEngine } from './dying-engine.ts';
import { MemoryVault } from './memory-vault.ts';

const [dataDir = '', vaultFile = '', url = '', nowText, killText, asked = ''] =
  process.argv.slice(2);
/** Whose access it is, under which unknown name somebody guesses, and who ends the access. */
interface Asked {
  readonly login: string;
  readonly password: string;
  readonly nextPassword: string;
  readonly guessedLogin: string;
  readonly administrator: string;
}
const { login, password, nextPassword, guessedLogin, administrator }: Asked = JSON.parse(asked);

class SteppingVault extends MemoryVault {
  step: () => void = () => undefined;

  override async keepLeaseGeneration(generation: number): Promise<void> {
    this.step();
    await super.keepLeaseGeneration(generation);
    this.step();
  }
}

const stepping = (step: () => void): SecretHash => ({
  async hash(secret) {
    const hash = await argon2.hash(secret);
    step();
    return hash;
  },
  async verify(hash, secret) {
    const right = await argon2.verify(hash, secret);
    step();
    return right;
  },
});

const desk = await openDyingEngine(
  {
    dataDir,
    vaultFile,
    url,
    nowMs: Number(nowText),
    killAt: Number(killText),
    routes: new Set(['session.open', 'password.set', 'preferences.set', 'sign-in.errors']),
  },
  (step) => {
    const vault = new SteppingVault(vaultFile);
    vault.step = step;
    return { vault, secretHash: stepping(step) };
  },
);
const { engine, ask, refused, seen, step } = desk;

await ask('session:signIn', { login, password });
seen({ did: 'signed-in' });
await ask('appPin:set', { pin: '4815', repeat: '4815' });
seen({ did: 'pin-set' });
desk.offline = true;
for (let error = 1; error <= 2; error += 1) {
  await refused('session:signIn', { login: guessedLogin, password: 'wrong' });
  seen({ did: 'guessed' });
}
desk.offline = false;
await engine.syncOnce();
seen({ did: 'told' });
await ask('preferences:set', { language: 'kk' });
seen({ did: 'preferences-set' });
const setting = { currentPassword: password, password: nextPassword, repeat: nextPassword };
seen({ did: 'password-asked' });
await ask('session:setPassword', setting);
seen({ did: 'password-set' });
seen({ did: 'ending' });
const session = { session: administrator };
const { rows } = await call(url, 'user.list', {}, session);
for (const { userId, displayName, role, login: known } of rows) {
  if (known !== login) continue;
  const ending = { userId, displayName, role, active: false };
  await call(url, 'user.put', { commandId: uuid(), ...ending }, session);
}
step();
await refused('preferences:get', {});
seen({ did: 'ended' });
seen({ steps: desk.steps() });
engine.close();
