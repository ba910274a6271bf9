import type { BridgeNotice, BridgeReply, BridgeRequest } from '#protocol/bridge.ts';
import type { WindowReply } from '#protocol/window.ts';

type Listener = (body: unknown) => void;

const restarting: WindowReply = {
  ok: false,
  code: 'ENGINE_RESTARTING',
  params: {},
  traceId: '',
};

/** The page's line to the engine: one port at a time, held in the isolated world. */
export class EngineLine {
  #port: MessagePort | null = null;
  readonly #waiting = new Map<number, (reply: WindowReply) => void>();
  readonly #listeners = new Map<string, Set<Listener>>();
  #lastId = 0;

  /**
   * Takes the place of the port before; null when the engine is gone. What was asked there is
   * refused.
   */
  use(port: MessagePort | null): void {
    this.#port?.close();
    this.#port = port;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const answer of waiting) answer(restarting);
    if (!port) return;
    port.addEventListener('message', ({ data }: MessageEvent<BridgeReply | BridgeNotice>) => {
      if (this.#port === port) this.#hear(data);
    });
    port.start();
  }

  request(method: string, input: unknown): Promise<WindowReply> {
    const port = this.#port;
    if (!port) return Promise.resolve(restarting);
    this.#lastId += 1;
    const request: BridgeRequest = { type: 'request', requestId: this.#lastId, method, input };
    return new Promise((resolve) => {
      this.#waiting.set(request.requestId, resolve);
      port.postMessage(request);
    });
  }

  on(event: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  #hear(message: BridgeReply | BridgeNotice): void {
    if (message.type === 'event') {
      for (const listener of this.#listeners.get(message.event) ?? []) listener(message.body);
      return;
    }
    const answer = this.#waiting.get(message.requestId);
    this.#waiting.delete(message.requestId);
    if (!answer) return;
    if (message.ok) answer({ ok: true, value: message.value });
    else {
      const { code, params, traceId } = message;
      answer({ ok: false, code, params, traceId });
    }
  }
}
