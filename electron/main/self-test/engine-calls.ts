import {
  type BridgeAnswer,
  type BridgeInput,
  type BridgeMethod,
  bridge,
} from '#protocol/bridge.ts';
import { type Result, ok, refuse } from '#protocol/result.ts';
import type { Port } from '../doors/processes.ts';
import { OpenCalls } from '../process/calls.ts';

/** Asks the engine over the same port, in the same words, as a window does. */
export class EngineCalls {
  readonly #port: Port;
  readonly #calls = new OpenCalls();

  constructor(port: Port) {
    this.#port = port;
    port.on('message', ({ data }) => {
      // Of an answer the calls want number and outcome; type and trace id belong to the window.
      const { type, traceId: _traceId, ...answer } = Object(data);
      if (type === 'reply') this.#calls.settle(answer);
    });
    port.start();
  }

  async ask<M extends BridgeMethod>(
    method: M,
    input: BridgeInput<M>,
  ): Promise<Result<BridgeAnswer<M>>> {
    const answer = await this.#calls.ask((requestId) => {
      this.#port.postMessage({ type: 'request', requestId, method, input });
    });
    if (!answer.ok) return answer;
    const parsed = bridge[method].answer.safeParse(answer.value);
    // Parsed by the schema of this very method.
    return parsed.success ? ok(parsed.data as BridgeAnswer<M>) : refuse('INTERNAL');
  }

  close(): void {
    this.#port.close();
  }
}
