import { Readable } from 'node:stream';
import type { LiveEvent } from '#protocol/feed.ts';

/** So many recalls wait for a slow reader; who asked for an older one has given up by then. */
const RECALLS_MAX = 100;

/**
 * Live events as a body of server-sent events. At most one event of each kind waits, and one recall
 * of each allowance: whoever reads slowly gets the newest, and never more memory than that.
 */
export class EventStream extends Readable {
  readonly #waiting = new Map<string, LiveEvent>();
  #wanted = false;
  #ending = false;

  tell = (event: LiveEvent): void => {
    const key = event.kind === 'lease-recall' ? `recall ${event.allowanceKey}` : event.kind;
    this.#waiting.set(key, event);
    const recalls = [...this.#waiting.keys()].filter((waiting) => waiting.startsWith('recall '));
    for (const old of recalls.slice(0, -RECALLS_MAX)) this.#waiting.delete(old);
    this.#flush();
  };

  end = (): void => {
    this.#ending = true;
    this.#flush();
  };

  override _read(): void {
    this.#wanted = true;
    this.#flush();
  }

  #flush(): void {
    if (!this.#wanted || this.destroyed || this.readableEnded) return;
    const events = [...this.#waiting.values()];
    if (events.length > 0) {
      this.#waiting.clear();
      this.#wanted = false;
      const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
      this.#wanted = this.push(text);
    }
    if (!this.#ending) return;
    this.#wanted = false;
    this.push(null);
  }
}
