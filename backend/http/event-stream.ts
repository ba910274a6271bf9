import { Readable } from 'node:stream';
import type { LiveEvent } from '#protocol/feed.ts';

/**
 * Live events as a body of server-sent events. At most one event of each kind waits: whoever reads
 * slowly gets the newest, and never more memory than that.
 */
export class EventStream extends Readable {
  readonly #waiting = new Map<LiveEvent['kind'], LiveEvent>();
  #wanted = false;
  #ending = false;

  tell = (event: LiveEvent): void => {
    this.#waiting.set(event.kind, event);
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
