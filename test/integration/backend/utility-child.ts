/**
 * Runs the entry of the utility process with Electron's side of it played over Node's own channel.
 */
import { EventEmitter } from 'node:events';

const KEY = 'ab'.repeat(32);

/** The vault's end: answers with the key, or as a locked key store does. */
class VaultEnd extends EventEmitter {
  readonly #locked: boolean;

  constructor(locked: boolean) {
    super();
    this.#locked = locked;
  }

  start(): void {
    this.emit('started');
  }

  postMessage({ requestId }: { requestId: number }): void {
    const answer = this.#locked
      ? { requestId, ok: false, code: 'KEY_STORE_LOCKED', params: {} }
      : { requestId, ok: true, value: KEY };
    setImmediate(() => this.emit('message', { data: answer }));
  }
}

const parent = new EventEmitter();
Object.assign(process, {
  parentPort: Object.assign(parent, { postMessage: (notice: unknown) => process.send?.(notice) }),
});

process.on('message', (data) => {
  const vault = new VaultEnd(process.env['LOCKED'] === '1');
  parent.emit('message', { data, ports: [vault] });
});

await import('#backend/entry-utility.ts');
process.send?.({ notice: 'loaded' });
