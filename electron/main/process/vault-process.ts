import {
  type KeyStoreState,
  type VaultControl,
  type VaultControlCall,
  vaultControlAnswers,
} from '#protocol/processes.ts';
import { type Result, ok, refuse } from '#protocol/result.ts';
import type { Child, Port, ProcessDoor } from '../doors/processes.ts';
import type { Logger } from '../log/logger.ts';
import { OpenCalls } from './calls.ts';
import { Keeper, type KeptState } from './keeper.ts';

interface Hooks {
  readonly dataDir: string;
  readonly onState: (state: KeptState) => void;
  /** It is back with an empty memory: whoever asks it needs a new port. */
  readonly onBack: () => void;
  readonly onGivenUp: (code: string) => void;
}

/** The vault as main sees it: states and the making of keys, never a key. */
export class VaultProcess {
  readonly #keeper: Keeper<KeyStoreState>;
  readonly #calls = new OpenCalls();
  readonly #door: ProcessDoor;

  constructor(door: ProcessDoor, log: Logger, hooks: Hooks) {
    this.#door = door;
    this.#keeper = new Keeper({
      name: 'vault',
      stopMessage: null,
      door,
      log,
      boot: (child) => this.#call(child, { ask: 'boot', dataDir: hooks.dataDir }),
      onMessage: (message) => this.#calls.settle(message),
      onState: hooks.onState,
      onDeath: () => this.#calls.refuseAll('ENGINE_RESTARTING'),
      onBack: hooks.onBack,
      onGivenUp: hooks.onGivenUp,
    });
  }

  get keeper(): Keeper<KeyStoreState> {
    return this.#keeper;
  }

  /** Refused with ENGINE_RESTARTING while there is no vault, and when it dies over the question. */
  async control<A extends VaultControl['ask']>(
    control: Extract<VaultControl, { ask: A }>,
  ): Promise<Result<VaultAnswer<A>>> {
    if (this.#keeper.state !== 'running') return refuse('ENGINE_RESTARTING');
    return this.#call(this.#keeper, control);
  }

  /** @returns the port over which that process asks the vault */
  connect(client: 'engine' | 'backend'): Port {
    const { one, other } = this.#door.channel();
    void this.#call(this.#keeper, { ask: 'serve', client }, [one]);
    return other;
  }

  async #call<A extends VaultControl['ask']>(
    to: Pick<Child, 'post'>,
    control: Extract<VaultControl, { ask: A }>,
    ports: readonly Port[] = [],
  ): Promise<Result<VaultAnswer<A>>> {
    const answer = await this.#calls.ask((requestId) => {
      const call: VaultControlCall = { requestId, control };
      to.post(call, ports);
    });
    if (!answer.ok) return answer;
    // The schema of the very question: what it lets through is of its type.
    return ok(vaultControlAnswers[control.ask].parse(answer.value) as VaultAnswer<A>);
  }
}

type VaultAnswer<A extends VaultControl['ask']> = ReturnType<
  (typeof vaultControlAnswers)[A]['parse']
>;
