import { z } from 'zod';

/**
 * Looks into a window from outside, over the debugging port that only an application which was not
 * installed opens. The window is started as it always is: nothing is loaded into main for it.
 */

const attached = z.object({
  method: z.literal('Target.attachedToTarget'),
  params: z.object({ sessionId: z.string(), targetInfo: z.object({ type: z.string() }) }),
});
const answered = z.object({
  id: z.int(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});
const evaluated = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.unknown().optional(),
});

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class DevTools {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #pageAttached = Promise.withResolvers<string>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    // Nobody may be waiting for the page when the window goes.
    this.#pageAttached.promise.catch(() => undefined);
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data))));
    socket.addEventListener('close', () => {
      const gone = new Error('the window is gone');
      this.#pageAttached.reject(gone);
      for (const { reject } of this.#waiting.values()) reject(gone);
      this.#waiting.clear();
    });
  }

  /** @param url as the application prints it: `ws://127.0.0.1:…/devtools/browser/…` */
  static async connect(url: string): Promise<DevTools> {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', () => reject(new Error('no debugging port')), {
        once: true,
      });
    });
    const devTools = new DevTools(socket);
    const all = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
    await devTools.#send('Target.setAutoAttach', all);
    return devTools;
  }

  /**
   * Runs a function in the page, as often as the page is replaced by another one meanwhile.
   * @param work is sent as text: it may use its argument and the page, nothing around it
   */
  async run<T, A>(work: (argument: A) => T | Promise<T>, argument: A): Promise<T> {
    const sessionId = await this.#pageAttached.promise;
    const expression = `(${String(work)})(${JSON.stringify(argument)})`;
    for (;;) {
      const asked = { expression, awaitPromise: true, returnByValue: true };
      const answer = await this.#send('Runtime.evaluate', asked, sessionId).catch(ifReplaced);
      if (answer === null) continue;
      const { result, exceptionDetails } = evaluated.parse(answer);
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
      // The function's own type is the page's answer.
      return result.value as T;
    }
  }

  close(): void {
    this.#socket.close();
  }

  #send(method: string, params: object, sessionId?: string): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const session = sessionId === undefined ? {} : { sessionId };
    this.#socket.send(JSON.stringify({ id, method, params, ...session }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #hear(message: unknown): void {
    const found = attached.safeParse(message);
    if (found.success && found.data.params.targetInfo.type === 'page') {
      this.#pageAttached.resolve(found.data.params.sessionId);
    }
    const answer = answered.safeParse(message);
    if (!answer.success) return;
    const { id, result, error } = answer.data;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(error.message));
  }
}

/** The first page of a window is an empty one, which the application's own replaces. */
function ifReplaced(error: unknown): null {
  const text = error instanceof Error ? error.message : '';
  if (/context was destroyed|navigated|Cannot find (default execution )?context/u.test(text)) {
    return null;
  }
  throw error;
}
