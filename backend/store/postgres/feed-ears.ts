import type pg from 'pg';
import type { FeedNumbering } from './feed-numbering.ts';

const AGAIN_MS = 1_000;

/**
 * Listens to what other backends put on the feed, on a connection of its own. Where that breaks it
 * is opened again; until then workstations hear later, by their own polling.
 */
export class FeedEars {
  readonly #connect: () => pg.Client;
  readonly #feed: FeedNumbering;
  #client: pg.Client | null = null;
  #again: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(connect: () => pg.Client, feed: FeedNumbering) {
    this.#connect = connect;
    this.#feed = feed;
  }

  async open(): Promise<void> {
    const client = this.#connect();
    this.#client = client;
    client.on('error', () => this.#later(client));
    client.on('end', () => this.#later(client));
    await client.connect();
    await this.#feed.hear(client);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#again !== null) clearTimeout(this.#again);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  #later(client: pg.Client): void {
    if (this.#closed || this.#client !== client) return;
    this.#client = null;
    void client.end().catch(() => undefined);
    this.#again = setTimeout(() => {
      this.open().catch(() => this.#client !== null && this.#later(this.#client));
    }, AGAIN_MS);
    this.#again.unref();
  }
}
