import type { SnapshotOffer } from '#protocol/feed.ts';
import type { FinishedSnapshot } from './snapshot-ports.ts';

/** So old, a snapshot leaves too much to the feed. */
const LIVES_MS = 24 * 3_600_000;

export interface Made {
  readonly offer: SnapshotOffer;
  readonly file: FinishedSnapshot;
  readonly drop: () => void;
}

/**
 * The snapshots of this backend, one per station, each made once and given to every workstation
 * there until it is too old. Only one is made at a time.
 */
export class Snapshots {
  readonly #made = new Map<string, Made>();
  readonly #making = new Map<string, Promise<void>>();
  #last: Promise<unknown> = Promise.resolve();

  ready(stationId: string, epoch: string, nowMs: number): Made | null {
    const made = this.#made.get(stationId);
    if (made === undefined) return null;
    if (made.offer.epoch === epoch && nowMs - made.offer.madeAtMs < LIVES_MS) return made;
    this.#made.delete(stationId);
    made.drop();
    return null;
  }

  /** The one that is being made for a station, or begins to be. */
  making(stationId: string, make: () => Promise<Made>): Promise<void> {
    const running = this.#making.get(stationId);
    if (running !== undefined) return running;
    const begun = this.#last.then(make).then((made) => {
      this.#made.set(stationId, made);
    });
    const ended = begun.finally(() => this.#making.delete(stationId));
    this.#last = ended.catch(() => undefined);
    this.#making.set(stationId, ended);
    return ended;
  }

  /** By its id, and only for the station that it was made for. */
  byId(stationId: string, snapshotId: string): Made | null {
    const made = this.#made.get(stationId);
    return made?.offer.snapshotId === snapshotId ? made : null;
  }
}
