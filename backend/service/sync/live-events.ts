import type { LiveEvent } from '#protocol/feed.ts';
import type { FeedListener } from '../ports.ts';

/**
 * Streams that one workstation may hold open: its own, and one that it has not yet noticed to be
 * dead.
 */
const LISTENERS_PER_WORKSTATION = 2;
const LISTENERS_MAX = 10_000;

export interface LiveListener {
  /** Must return at once; whoever is slow keeps the newest event only. */
  readonly tell: (event: LiveEvent) => void;
  /** The stream is at its end: replaced by a newer one, or the workstation may listen no more. */
  readonly end: () => void;
}

/** Who listens to the live stream. It says that something moved, never what (architecture §8). */
export class LiveEvents implements FeedListener {
  readonly #listeners = new Map<string, LiveListener[]>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /**
   * Adds a listener; its workstation's oldest one ends when there are too many. Null when the house
   * is full.
   */
  listen(workstationId: string, listener: LiveListener): (() => void) | null {
    const [oldest, ...others] = this.#listeners.get(workstationId) ?? [];
    if (oldest !== undefined && others.length + 1 >= LISTENERS_PER_WORKSTATION) {
      this.#remove(workstationId, oldest);
      oldest.end();
    }
    if (this.#count >= LISTENERS_MAX) return null;
    this.#count += 1;
    this.#listeners.set(workstationId, [...(this.#listeners.get(workstationId) ?? []), listener]);
    return () => this.#remove(workstationId, listener);
  }

  feedMoved(cursor: string): void {
    for (const listener of this.#everybody()) listener.tell({ kind: 'feed-moved', cursor });
  }

  /** Whether the workstation listens here. */
  listens(workstationId: string): boolean {
    return this.#listeners.has(workstationId);
  }

  tellTo(workstationId: string, event: LiveEvent): void {
    for (const listener of this.#listeners.get(workstationId) ?? []) listener.tell(event);
  }

  /** The last thing that a stopped workstation hears. */
  workstationRevoked(workstationId: string): void {
    for (const listener of this.#listeners.get(workstationId) ?? []) {
      listener.tell({ kind: 'workstation-revoked' });
      listener.end();
    }
  }

  /** Ends every stream: the backend stops. */
  endAll(): void {
    for (const listener of this.#everybody()) listener.end();
  }

  #everybody(): readonly LiveListener[] {
    return [...this.#listeners.values()].flat();
  }

  #remove(workstationId: string, listener: LiveListener): void {
    const own = this.#listeners.get(workstationId) ?? [];
    const others = own.filter((candidate) => candidate !== listener);
    if (others.length === own.length) return;
    this.#count -= 1;
    if (others.length > 0) this.#listeners.set(workstationId, others);
    else this.#listeners.delete(workstationId);
  }
}
