import { z } from 'zod';
import {
  type VaultControl,
  type VaultReply,
  vaultControl,
  vaultRequest,
} from '#protocol/processes.ts';
import { type Result, ok, refuse } from '#protocol/result.ts';
import { SecretStore, type SecretCalls } from './secret-store.ts';
import { Vault } from './vault.ts';

/** One end of a channel, as Electron's utility process and Node's worker threads both have it. */
export interface Port {
  on(event: 'message', listener: (message: { data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
}

const controlCall = z.strictObject({ requestId: z.int(), control: vaultControl });
const clientCall = z.strictObject({ requestId: z.int(), request: vaultRequest });
type Client = 'engine' | 'backend';

/**
 * Answers main's control calls, and the calls of engine and backend on the ports that main hands
 * over.
 */
export class VaultServer {
  readonly #store: SecretStore;
  #vault: Vault | null = null;

  constructor(loadKeytar: () => Promise<SecretCalls>) {
    this.#store = new SecretStore(loadKeytar);
  }

  /** @param message a `VaultControlCall`; anything else is a bug of ours and is not answered */
  async control(message: unknown, ports: readonly Port[]): Promise<VaultReply> {
    const { requestId, control } = controlCall.parse(message);
    return reply(requestId, await this.#obey(control, ports));
  }

  async #obey(control: VaultControl, ports: readonly Port[]): Promise<Result<unknown>> {
    if (control.ask === 'boot') {
      this.#vault = new Vault(this.#store, control.dataDir);
      return ok(await this.#vault.state());
    }
    const vault = this.#vault;
    if (!vault) return refuse('KEY_STORE_ABSENT');
    switch (control.ask) {
      case 'serve': {
        const [port] = ports;
        if (!port) throw new Error('serve comes with a port');
        this.#listen(vault, port, control.client);
        return ok(true);
      }
      case 'state':
        return ok(await vault.state());
      case 'create':
        return vault.create();
      case 'discard':
        return vault.discard();
      case 'recover':
        return vault.recover(control.recoveryKey);
    }
  }

  #listen(vault: Vault, port: Port, client: Client): void {
    port.on('message', ({ data }) => {
      const call = clientCall.safeParse(data);
      if (!call.success) return;
      const { requestId, request } = call.data;
      const allowed =
        client === 'engine' || (request.ask === 'database-key' && request.name === 'network');
      const answer = allowed ? vault.answer(request) : Promise.resolve(refuse('FORBIDDEN'));
      void answer.then((result) => port.postMessage(reply(requestId, result)));
    });
    port.start();
  }
}

function reply(requestId: number, result: Result<unknown>): VaultReply {
  return result.ok
    ? { requestId, ok: true, value: result.value }
    : { requestId, ok: false, code: result.code, params: result.params };
}
