import type { SecretCalls } from '#vault/secret-store.ts';

/** How a key store of the system behaves, as measured on gnome-keyring. */
export type StoreMood = 'usable' | 'locked' | 'absent' | 'silent';

/** A key store in memory that behaves like keytar over a real one, in each of its moods. */
export class MemorySecrets implements SecretCalls {
  readonly entries = new Map<string, string>();
  mood: StoreMood = 'usable';

  getPassword(service: string, account: string): Promise<string | null> {
    const entry = this.entries.get(`${service}/${account}`) ?? null;
    return this.#answer(() => (this.mood === 'locked' ? null : entry));
  }

  setPassword(service: string, account: string, password: string): Promise<void> {
    return this.#answer(() => {
      if (this.mood === 'locked') throw new Error('Cannot create an item in a locked collection');
      this.entries.set(`${service}/${account}`, password);
    });
  }

  deletePassword(service: string, account: string): Promise<boolean> {
    return this.#answer(
      () => this.mood === 'usable' && this.entries.delete(`${service}/${account}`),
    );
  }

  async #answer<T>(call: () => T): Promise<T> {
    if (this.mood === 'absent') throw new Error('Cannot autolaunch D-Bus without X11 $DISPLAY');
    if (this.mood === 'silent') return new Promise<never>(() => undefined);
    return call();
  }
}
