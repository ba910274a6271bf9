import { randomUUID, type KeyObject } from 'node:crypto';
import type { KeyStoreState, VaultItem, VaultRequest } from '#protocol/processes.ts';
import { type Result, ok, refuse } from '#protocol/result.ts';
import { nowMs } from './clock.ts';
import {
  databaseKey,
  fingerprintOf,
  makeDataKey,
  makeSigningKey,
  publicKeyOf,
  readSigningKey,
  signText,
} from './keys.ts';
import { type Marker, hasDatabase, readMarker, removeMarker, writeMarker } from './marker.ts';
import { fromRecoveryKey, toRecoveryKey } from './recovery-key.ts';
import type { SecretStore } from './secret-store.ts';

interface Keys {
  readonly dataKey: Buffer;
  readonly signingKey: KeyObject;
}

const CODES = {
  locked: 'KEY_STORE_LOCKED',
  absent: 'KEY_STORE_ABSENT',
  wiped: 'KEY_STORE_WIPED',
} as const;

const ITEMS: readonly VaultItem[] = [
  'data-key',
  'signing-key',
  'refresh-token',
  'lease-generation',
];
/** Written and removed at once, to learn whether the store can be written to. */
const PROBE = 'probe';

/** Entries of one set of keys; a new set never overwrites an old one. */
export const serviceOf = (keyId: string): string => `Forecourt ${keyId}`;

/** Keeps the keys of one profile (architecture §11): never a new key over an existing database. */
export class Vault {
  readonly #store: SecretStore;
  readonly #dataDir: string;
  #keys: Keys | null = null;

  constructor(store: SecretStore, dataDir: string) {
    this.#store = store;
    this.#dataDir = dataDir;
  }

  /** Tells the four states apart; once open it stays open while this process lives. */
  async state(): Promise<KeyStoreState> {
    if (this.#keys) return 'open';
    const marker = readMarker(this.#dataDir);
    if (!marker) return this.#usable(serviceOf(randomUUID()));
    const read = await this.#readKeys(marker);
    if (read !== 'wiped') return read;
    const usable = await this.#usable(serviceOf(marker.keyId));
    return usable === 'open' ? 'wiped' : usable;
  }

  /** Makes data key and signing key. Refused while a marker or a database of older keys exists. */
  async create(): Promise<Result<{ recoveryKey: string }>> {
    if (readMarker(this.#dataDir) || hasDatabase(this.#dataDir)) return refuse('SETUP_DONE');
    const state = await this.state();
    if (state !== 'open') return refuse(CODES[state]);
    const dataKey = makeDataKey();
    const keyId = randomUUID();
    const fingerprint = fingerprintOf(dataKey);
    // The marker first: an interrupted set-up then knows which entries to take away.
    writeMarker(this.#dataDir, { keyId, fingerprint, createdAtMs: nowMs() });
    const kept = await this.#keepKeys(keyId, dataKey);
    if (!kept.ok) {
      removeMarker(this.#dataDir);
      return kept;
    }
    return ok({ recoveryKey: toRecoveryKey(dataKey) });
  }

  /** Undoes `create` of a set-up that never came to its end. */
  async discard(): Promise<Result<true>> {
    const marker = readMarker(this.#dataDir);
    this.#keys = null;
    if (!marker) return ok(true);
    const state = await this.#usable(serviceOf(marker.keyId));
    if (state !== 'open') return refuse(CODES[state]);
    for (const item of ITEMS) await this.#store.remove(serviceOf(marker.keyId), item);
    removeMarker(this.#dataDir);
    return ok(true);
  }

  /**
   * Puts the data key back from the recovery sheet; the signing key is new, what came with the old
   * one is gone.
   */
  async recover(recoveryKey: string): Promise<Result<true>> {
    const marker = readMarker(this.#dataDir);
    if (!marker) return refuse('KEY_STORE_WIPED');
    const typed = fromRecoveryKey(recoveryKey);
    if (!typed.ok) return typed;
    if (fingerprintOf(typed.value) !== marker.fingerprint) {
      return refuse('RECOVERY_KEY_INVALID', { group: null });
    }
    const state = await this.#usable(serviceOf(marker.keyId));
    if (state !== 'open') return refuse(CODES[state]);
    const kept = await this.#keepKeys(marker.keyId, typed.value);
    if (!kept.ok) return kept;
    for (const item of ['refresh-token', 'lease-generation'] as const) {
      await this.#store.remove(serviceOf(marker.keyId), item);
    }
    return ok(true);
  }

  /** Answers engine and backend; refuses with the state of the key store while it is not open. */
  async answer(request: VaultRequest): Promise<Result<string | number | true | null>> {
    const state = await this.state();
    const marker = readMarker(this.#dataDir);
    if (state !== 'open') return refuse(CODES[state]);
    if (!this.#keys || !marker) return refuse('KEY_STORE_WIPED');
    const { dataKey, signingKey } = this.#keys;
    switch (request.ask) {
      case 'database-key':
        return ok(databaseKey(dataKey, request.name));
      case 'public-key':
        return ok(publicKeyOf(signingKey));
      case 'sign':
        return ok(signText(signingKey, request.text));
      case 'refresh-token':
        return this.#store.read(serviceOf(marker.keyId), 'refresh-token');
      case 'keep-refresh-token':
        return this.#keep(marker, 'refresh-token', request.token);
      case 'lease-generation': {
        const read = await this.#store.read(serviceOf(marker.keyId), 'lease-generation');
        return read.ok ? ok(read.value === null ? null : Number(read.value)) : read;
      }
      case 'keep-lease-generation':
        return this.#keep(marker, 'lease-generation', String(request.generation));
    }
  }

  async #keep(marker: Marker, item: VaultItem, secret: string): Promise<Result<true>> {
    const written = await this.#store.write(serviceOf(marker.keyId), item, secret);
    return written.ok ? ok(true) : written;
  }

  /** «wiped» here means only that an entry of ours is missing or another one lies in its place. */
  async #readKeys(marker: Marker): Promise<KeyStoreState> {
    const service = serviceOf(marker.keyId);
    const data = await this.#store.read(service, 'data-key');
    if (!data.ok) return data.code === 'KEY_STORE_LOCKED' ? 'locked' : 'absent';
    const signing = await this.#store.read(service, 'signing-key');
    if (!signing.ok) return signing.code === 'KEY_STORE_LOCKED' ? 'locked' : 'absent';
    if (data.value === null || signing.value === null) return 'wiped';
    const dataKey = Buffer.from(data.value, 'base64');
    if (fingerprintOf(dataKey) !== marker.fingerprint) return 'wiped';
    this.#keys = { dataKey, signingKey: readSigningKey(signing.value) };
    return 'open';
  }

  async #keepKeys(keyId: string, dataKey: Buffer): Promise<Result<true>> {
    const stored = makeSigningKey();
    const service = serviceOf(keyId);
    const data = await this.#store.write(service, 'data-key', dataKey.toString('base64'));
    if (!data.ok) return data;
    const signing = await this.#store.write(service, 'signing-key', stored);
    if (!signing.ok) return signing;
    this.#keys = { dataKey, signingKey: readSigningKey(stored) };
    return ok(true);
  }

  async #usable(service: string): Promise<'open' | 'locked' | 'absent'> {
    const written = await this.#store.write(service, PROBE, PROBE);
    if (!written.ok) return written.code === 'KEY_STORE_LOCKED' ? 'locked' : 'absent';
    await this.#store.remove(service, PROBE);
    return 'open';
  }
}
